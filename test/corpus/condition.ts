// A small reader of the conditions in profiles/lifetimes.json, for the tests: y = 2, m = 1, n = 0.

/** What a .config says of an option; undefined when it is absent. */
export type Settings = ReadonlyMap<string, string>;

type Condition = (settings: Settings) => number;

const tokens = /"[^"]*"|&&|\|\||!=|[!()=]|[A-Za-z0-9_]+/g;

/** Compiles `text`; null when it asks the compiler (`$(...)`), which a .config does not tell. */
export function compile(text: string): Condition | null {
  if (text.includes('$(')) return null;
  const list = text.match(tokens) ?? [];
  let at = 0;

  function either(): Condition {
    const parts = [both()];
    while (list[at] === '||') {
      at++;
      parts.push(both());
    }
    return settings => Math.max(...parts.map(part => part(settings)));
  }

  function both(): Condition {
    const parts = [one()];
    while (list[at] === '&&') {
      at++;
      parts.push(one());
    }
    return settings => Math.min(...parts.map(part => part(settings)));
  }

  function one(): Condition {
    const token = list[at++];
    if (token === undefined) throw new Error(`condition ends early: ${text}`);
    if (token === '!') {
      const inner = one();
      return settings => 2 - inner(settings);
    }
    if (token === '(') {
      const inner = either();
      if (list[at++] !== ')') throw new Error(`no closing bracket: ${text}`);
      return inner;
    }
    const operator = list[at];
    if (operator === '=' || operator === '!=') {
      const other = list[at + 1]!;
      at += 2;
      return settings => ((value(token, settings) === value(other, settings)) === (operator === '=') ? 2 : 0);
    }
    return settings => level(value(token, settings));
  }

  const condition = either();
  if (at !== list.length) throw new Error(`condition not read to its end: ${text}`);
  return condition;
}

function value(token: string, settings: Settings): string {
  if (token.startsWith('"')) return token.slice(1, -1);
  if (/^([nmy]|0x[0-9a-f]+|\d+)$/.test(token)) return token;
  return settings.get(token)?.replace(/^"(.*)"$/, '$1') ?? 'n';
}

function level(text: string): number {
  return text === 'y' ? 2 : text === 'm' ? 1 : 0;
}
