// All messages of a tree: every format string of every component, with its level and a line that it prints.
import { type Call, callsIn } from './c-calls.js';
import { type Component, components, type Level } from './components.js';
import { formatsOf, printFormat } from './format.js';

export interface SourceMessage {
  readonly component: Component;
  readonly file: string;
  readonly function: string;
  readonly line: number;
  readonly format: string;
  readonly level: Exclude<Level, 'words'>;
  /** What the component prints, without what stands before its messages in a log. */
  readonly printed: string;
  /** The same as a line of a log. */
  readonly logged: string;
}

/** Words of messages without a level that tell a failure. */
const failure =
  /fail|error|unable|cannot|can't|couldn't|could not|not (?:found|enough|supported|present|available|valid|a |an )|no (?:such|space|more|memory|free)|invalid|illegal|unknown|unsupported|unexpected|bad |missing|too (?:small|large|many|big|high|low|old|new)|out of|mismatch|exceed|wrong|corrupt|overlap|BUG|\*\*\* (?!LOADING)|must |refus|denied|panic|abort|broken/i;

const markers: readonly (readonly [RegExp, SourceMessage['level']])[] = [
  [/EMERG|CRIT|ALERT/, 'fatal'],
  [/ERR/, 'error'],
  [/WARN/, 'warning'],
  [/INFO|DEBUG|NOTICE|DETAIL|VERBOSE|PROGRESS|CONT/, 'other'],
];

const levelOf = (marker: string) => markers.find(([pattern]) => pattern.test(marker))?.[1] ?? null;

/** The components' names of what is called, in one pattern each. */
const names = new Map(
  components.map(one => [one, new RegExp(one.printers.map(printer => printer.names).join('|'))] as const),
);

/** The messages of one source file of `component`. */
export function messagesOf(component: Component, file: string, source: string): SourceMessage[] {
  return callsIn(source, names.get(component)!).flatMap(call => {
    const printer = component.printers.find(one => new RegExp(`^(?:${one.names})$`).test(call.name))!;
    if (printer.stream !== undefined && call.args[printer.stream] !== 'stderr') return [];
    return formatsOf(call.args[printer.format] ?? '').flatMap(({ text, level }) => {
      const whole = text.replace(/^\n+/, '').trim();
      // Ends of lines, and what only passes on another text.
      if (!/[A-Za-z]{3}/.test(whole.replace(/%[-+ #0]*\d*(?:\.\d+|\.\*)?(?:hh?|ll?|z)?[a-zA-Z]/g, '')))
        return [];
      const [first] = whole.split('\n');
      const printed = printFormat(first!, call.args.slice(printer.format + 1), call.function).trim();
      const settled = printer.unless?.test(whole) ? 'other' : settle(printer.level, level, call, whole);
      const at = { file, line: call.line, function: call.function, name: call.name, source, level: settled };
      return [
        {
          component,
          file,
          function: call.function,
          line: call.line,
          format: whole,
          level: settled,
          printed,
          logged: component.line(printed, at),
        },
      ];
    });
  });
}

function settle(
  level: Level | { argument: number },
  marker: string,
  call: Call,
  text: string,
): SourceMessage['level'] {
  if (typeof level === 'object') return levelOf(call.args[level.argument] ?? '') ?? 'other';
  if (level !== 'words') return level;
  if (call.next.startsWith('BUG();')) return 'fatal';
  return levelOf(marker) ?? (failure.test(text) ? 'error' : 'other');
}
