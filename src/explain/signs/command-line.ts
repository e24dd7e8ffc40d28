// What the kernel was, or will be, told on its command line.
import { type Answer, at, type Evidence, no, unknown, when, yes } from '../answer.js';
import type { Scene } from '../inputs.js';
import { matches, regexFault, type Signs } from './sign.js';

interface CommandLine {
  readonly words: readonly string[];
  readonly evidence: Evidence;
}

/** What the kernel says in a log counts before what the domain file asks for. Null: nothing tells. */
export function commandLineOf({ inputs, target }: Scene): CommandLine | null {
  for (const { path, facts } of inputs.logs) {
    const { commandLine } = facts;
    if (commandLine)
      return { words: split(commandLine.text), evidence: at(path, commandLine.line, commandLine.text) };
  }
  const { domain, image } = inputs;
  if (domain && target.role !== 'dom0' && domain.facts.kernel) {
    const { commandLine, kernel } = domain.facts;
    return commandLine
      ? {
          words: split(commandLine.value),
          evidence: at(domain.path, commandLine.line, `command line: ${commandLine.value}`),
        }
      : { words: [], evidence: at(domain.path, kernel.line, 'kernel= without a command line') };
  }
  const own = image?.facts.uki?.commandLine;
  return own ? { words: split(own), evidence: at(image.path, null, `command line: ${own}`) } : null;
}

/** Words as the kernel splits them: at blanks outside of double quotes. */
export function split(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(character)) {
      if (word) words.push(word);
      word = '';
    } else word += character;
  }
  return word ? [...words, word] : words;
}

const valueOf = (word: string) => word.slice(word.indexOf('=') + 1);

/** "console=hvc0": that word; "root=": any value; "quiet": the word alone. */
function parameter(scene: Scene, about: string): Answer {
  const line = commandLineOf(scene);
  if (!line) return unknown;
  const fits = about.endsWith('=')
    ? (word: string) => word.startsWith(about)
    : (word: string) => word === about || (about.includes('=') && word.startsWith(`${about},`));
  return when(line.words.some(fits), line.evidence);
}

/** What a hypervisor log shows that Xen was told. */
function xenCommandLine(scene: Scene): CommandLine | null {
  for (const { path, facts } of scene.inputs.logs) {
    const { xenCommandLine: found } = facts;
    if (found) return { words: split(found.text), evidence: at(path, found.line, found.text) };
  }
  return null;
}

/** The value of the last parameter of that name. */
function last(scene: Scene, name: string, about: string): Answer {
  const line = commandLineOf(scene);
  if (!line) return unknown;
  const word = line.words.findLast(one => one.startsWith(`${name}=`));
  return word === undefined ? no(line.evidence) : when(matches(about, valueOf(word)), line.evidence);
}

export const commandLineSigns: Signs = {
  'command-line': {
    about: 'the command line of the kernel is known',
    takes: null,
    ask(scene) {
      const line = commandLineOf(scene);
      return line ? yes(line.evidence) : unknown;
    },
  },
  'command-line-text': {
    about: 'the command line of the kernel fits pattern X',
    takes: 'a regular expression',
    fault: regexFault,
    ask(scene, about) {
      const line = commandLineOf(scene);
      return line ? when(matches(about, line.words.join(' ')), line.evidence) : unknown;
    },
  },
  parameter: {
    about: 'the command line of the kernel has X',
    takes: 'a parameter: "console=hvc0", "nopv"; "root=" for any value',
    ask: parameter,
  },
  'xen-parameter': {
    about: "a log shows that Xen's command line fits pattern X",
    takes: 'a regular expression: "(^| )dom0=pvh"',
    fault: regexFault,
    ask(scene, about) {
      const line = xenCommandLine(scene);
      return line ? when(matches(about, line.words.join(' ')), line.evidence) : unknown;
    },
  },
  root: {
    about: 'the last root= fits pattern X',
    takes: 'a regular expression',
    fault: regexFault,
    ask: (scene, about) => last(scene, 'root', about),
  },
  'last-console': {
    about: 'the last console= fits pattern X',
    takes: 'a regular expression',
    fault: regexFault,
    ask: (scene, about) => last(scene, 'console', about),
  },
};
