// Working out what a probe would say, from the .config and from the command's own words.
import type { ProbePlace, ProbeSource } from './place.js';

interface Answer {
  readonly output: string;
  readonly source: ProbeSource;
}

type Recorded = ReadonlyMap<string, string> | null;

/** The form that the kernel's success, failure and if-success macros make of a command. */
const branches = /^\{ ([\s\S]*); \} >\/dev\/null 2>&1 && echo "([^"]*)" \|\| echo "([^"]*)"$/;

/** What each version script of the tree prints, and the symbols that record it. */
const versions: readonly {
  script: RegExp;
  tools: readonly (readonly [flag: string, name: string, version: string])[];
  fallback: string;
}[] = [
  {
    script: /\/cc-version\.sh \S/,
    tools: [
      ['CC_IS_GCC', 'GCC', 'GCC_VERSION'],
      ['CC_IS_CLANG', 'Clang', 'CLANG_VERSION'],
    ],
    fallback: 'GCC 140200',
  },
  {
    script: /\/as-version\.sh \S/,
    tools: [
      ['AS_IS_GNU', 'GNU', 'AS_VERSION'],
      ['AS_IS_LLVM', 'LLVM', 'AS_VERSION'],
    ],
    fallback: 'GNU 24400',
  },
  {
    script: /\/ld-version\.sh \S/,
    tools: [
      ['LD_IS_BFD', 'BFD', 'LD_VERSION'],
      ['LD_IS_LLD', 'LLD', 'LLD_VERSION'],
    ],
    fallback: 'BFD 24400',
  },
];

/** Scripts that print one number. */
const numbers: readonly (readonly [script: RegExp, symbol: string, fallback: string])[] = [
  [/\/gcc-version\.sh /, 'GCC_VERSION', '140200'],
  [/\/clang-version\.sh /, 'CLANG_VERSION', '0'],
  [/\| \S*\/ld-version\.sh $/, 'LD_VERSION', '244000000'],
  [/\/lld-version\.sh /, 'LLD_VERSION', '0'],
  [/\/rustc-version\.sh /, 'RUSTC_VERSION', '0'],
  [/\/rustc-llvm-version\.sh /, 'RUSTC_LLVM_VERSION', '0'],
  [/\/pahole-version\.sh /, 'PAHOLE_VERSION', '0'],
];

/**
 * The answer without running the command. Where a probe is the value of a symbol which the .config has, that value;
 * where the command is known to print a tool's version, the recorded one; where it only compares words, the
 * comparison; else the stated default: tests succeed, other commands print nothing, or 0 where nothing is no value.
 */
export function recordedAnswer(
  command: string,
  at: ProbePlace,
  recorded: Recorded,
  environment: Readonly<Record<string, string>>,
): Answer {
  const named = versionAnswer(command, recorded);
  if (named) return named;
  const word = /^set -- (.*) && echo \$(\d)$/.exec(command);
  if (word) return { output: word[1]!.split(/\s+/)[Number(word[2]) - 1] ?? '', source: 'worked-out' };
  const branch = branches.exec(command);
  if (!branch) return plainAnswer(command, at, recorded, environment);
  const [, test, yes, no] = branch as unknown as [string, string, string, string];
  const known = testResult(test);
  if (known !== null) return { output: known ? yes : no, source: 'worked-out' };
  if ((yes === 'y' && no === 'n') || (yes === 'n' && no === 'y')) {
    const said = saidOf(at, recorded);
    if (said !== null) return { output: said ? 'y' : 'n', source: 'config' };
  }
  return { output: succeeds(test) ? yes : no, source: 'default' };
}

/**
 * What a complete .config says of a probe on a line of this symbol; null if it can't tell. A symbol that has a line at
 * all has its dependencies.
 */
function saidOf(at: ProbePlace, recorded: Recorded): boolean | null {
  if (!recorded || at.symbol === null) return null;
  const value = recorded.get(at.symbol);
  const complete = recorded.has('CC_VERSION_TEXT');
  if (at.text !== null) return value === undefined && !complete ? null : value === at.text;
  if (at.role === 'other') return null;
  const held = at.role === 'depends' ? value !== undefined : value !== undefined && value !== 'n';
  // A fragment says nothing by what it leaves out.
  if (value === undefined && !complete) return null;
  return held !== at.negated;
}

/** Which probes are assumed to succeed: tools are there and take what they are asked, LLVM's and Rust's are not. */
function succeeds(test: string): boolean {
  return !/\bllvm\b|rust|python|clang|\bgold\b/i.test(test);
}

function versionAnswer(command: string, recorded: Recorded): Answer | null {
  for (const { script, tools, fallback } of versions) {
    if (!script.test(command) || branches.test(command)) continue;
    for (const [flag, name, version] of tools) {
      const number = recorded?.get(version);
      if (recorded?.get(flag) === 'y' && number) return { output: `${name} ${number}`, source: 'config' };
    }
    return { output: fallback, source: 'default' };
  }
  for (const [script, symbol, fallback] of numbers) {
    if (!script.test(`${command} `) || branches.test(command)) continue;
    const number = recorded?.get(symbol);
    return number ? { output: number, source: 'config' } : { output: fallback, source: 'default' };
  }
  return null;
}

function plainAnswer(
  command: string,
  at: ProbePlace,
  recorded: Recorded,
  environment: Readonly<Record<string, string>>,
): Answer {
  const sum = /^expr (\d{1,9}) ([-+*/]) (\d{1,9})$/.exec(command);
  if (sum) return { output: calculate(Number(sum[1]), sum[2]!, Number(sum[3])), source: 'worked-out' };
  if (/--version \| head -n ?1$/.test(command) && environment.CC_VERSION_TEXT) {
    return { output: environment.CC_VERSION_TEXT, source: 'config' };
  }
  const value = at.symbol === null ? undefined : recorded?.get(at.symbol);
  return value === undefined
    ? { output: at.bare ? '0' : '', source: 'default' }
    : { output: value, source: 'config' };
}

function calculate(left: number, how: string, right: number): string {
  if (how === '/') return right === 0 ? '' : String(Math.trunc(left / right));
  return String(how === '+' ? left + right : how === '-' ? left - right : left * right);
}

/** The result of a `test` on plain words; null if it is something else. */
function testResult(text: string): boolean | null {
  const inner = /^(?:test (.*)|\[ (.*) \])$/.exec(text);
  if (!inner) return null;
  const words = [...(inner[1] ?? inner[2]!).matchAll(/"([^"$`\\]*)"|'([^']*)'|([^\s"'$`\\;&|<>()]+)/g)].map(
    match => match[1] ?? match[2] ?? match[3]!,
  );
  if (words.length === 2 && words[0] === '-z') return words[1] === '';
  if (words.length === 2 && words[0] === '-n') return words[1] !== '';
  if (words.length !== 3) return null;
  const [left, how, right] = words as [string, string, string];
  if (how === '=') return left === right;
  if (how === '!=') return left !== right;
  if (!/^-?\d+$/.test(left) || !/^-?\d+$/.test(right)) return null;
  const order = Math.sign(Number(left) - Number(right));
  const results: Record<string, boolean> = {
    '-eq': order === 0,
    '-ne': order !== 0,
    '-lt': order < 0,
    '-le': order <= 0,
    '-gt': order > 0,
    '-ge': order >= 0,
  };
  return results[how] ?? null;
}

/** The settings in a .config's text, for `recorded`: values without quotes, n for what is not set. */
export function recordedSettings(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const set = /^CONFIG_(\w+)=(?:"(.*)"|(.*?))\r?$/.exec(line);
    if (set) settings.set(set[1]!, set[2] ?? set[3]!);
    else {
      const unset = /^# CONFIG_(\w+) is not set/.exec(line);
      if (unset) settings.set(unset[1]!, 'n');
    }
  }
  return settings;
}
