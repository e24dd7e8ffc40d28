// The kernel's command line, as a log shows it or as the domain file will give it.
import { type CommandWord, readCommandLine } from '../../domain/command-line.js';
import { type Answer, at, type Evidence, no, unknown, answerIf, yes } from '../answer.js';
import { guestLoaderOf } from '../guest-loader.js';
import type { SignContext } from '../inputs.js';
import { commandLineOfRecords, xenCommandLineOfRecords } from '../records.js';
import { matches, regexFault, type Signs } from './sign.js';

interface CommandLine {
  /** The kernel's own words; those behind "--" are init's. */
  readonly words: readonly CommandWord[];
  readonly text: string;
  readonly evidence: Evidence;
}

function readWords(text: string, evidence: Evidence): CommandLine {
  return { words: readCommandLine(text).words.filter(word => !word.forInit), text, evidence };
}

const commandLines = new WeakMap<SignContext, CommandLine | null>();

/** A log's command line takes precedence over the domain file's. Null if neither is known. */
function commandLineOf(context: SignContext): CommandLine | null {
  let line = commandLines.get(context);
  if (line === undefined) commandLines.set(context, (line = findCommandLine(context)));
  return line;
}

function findCommandLine({ inputs, target }: SignContext): CommandLine | null {
  for (const { path, facts } of inputs.logs) {
    const { commandLine } = facts;
    if (commandLine) return readWords(commandLine.text, at(path, commandLine.line, commandLine.text));
  }
  const { domain, image } = inputs;
  // pv-grub is given the place of its menu, and the kernel's words stand there.
  if (domain && target.role !== 'dom0' && domain.facts.kernel && !guestLoaderOf(inputs)) {
    const { commandLine, kernel } = domain.facts;
    return commandLine
      ? readWords(commandLine.value, at(domain.path, commandLine.line, `command line: ${commandLine.value}`))
      : readWords('', at(domain.path, kernel.line, 'kernel= without a command line'));
  }
  const told = commandLineOfRecords(inputs, target.role);
  if (told)
    return readWords(
      told.facts.value,
      at(told.path, told.facts.line || null, `command line: ${told.facts.value}`),
    );
  const own = image?.facts.uki?.commandLine;
  return own ? readWords(own, at(image.path, null, `command line: ${own}`)) : null;
}

/** Names are compared with "_" for "-", as the kernel does. */
const asName = (name: string) => name.replaceAll('-', '_');

/** "console=hvc0": that word; "root=": any value; "quiet": the word alone. */
function parameter(context: SignContext, about: string): Answer {
  const line = commandLineOf(context);
  if (!line) return unknown;
  const equals = about.indexOf('=');
  const name = asName(equals < 0 ? about : about.slice(0, equals));
  const wanted = equals < 0 ? null : about.slice(equals + 1);
  const fits = ({ value }: CommandWord) =>
    wanted === null || value === null
      ? wanted === value
      : wanted === '' || value === wanted || value.startsWith(`${wanted},`);
  return answerIf(
    line.words.some(word => word.name === name && fits(word)),
    line.evidence,
  );
}

/** Xen's command line, as a hypervisor log shows it, else as a menu or `xl info` has it. */
function xenCommandLine(context: SignContext): { readonly text: string; readonly evidence: Evidence } | null {
  for (const { path, facts } of context.inputs.logs) {
    const { xenCommandLine: found } = facts;
    if (found) return { text: found.text, evidence: at(path, found.line, found.text) };
  }
  const told = xenCommandLineOfRecords(context.inputs);
  return (
    told && { text: told.facts.value, evidence: at(told.path, told.facts.line || null, told.facts.value) }
  );
}

/** The value of the last parameter of that name. */
function last(context: SignContext, name: string, about: string): Answer {
  const line = commandLineOf(context);
  if (!line) return unknown;
  const word = line.words.findLast(one => one.name === name && one.value !== null);
  return word === undefined ? no(line.evidence) : answerIf(matches(about, word.value!), line.evidence);
}

export const commandLineSigns: Signs = {
  'command-line': {
    about: 'the command line of the kernel is known',
    takes: null,
    ask(context) {
      const line = commandLineOf(context);
      return line ? yes(line.evidence) : unknown;
    },
  },
  'command-line-text': {
    about: 'the command line of the kernel fits pattern X',
    takes: 'a regular expression',
    fault: regexFault,
    ask(context, about) {
      const line = commandLineOf(context);
      return line ? answerIf(matches(about, line.text), line.evidence) : unknown;
    },
  },
  parameter: {
    about: 'the command line of the kernel has X',
    takes: 'a parameter: "console=hvc0", "nopv"; "root=" for any value',
    ask: parameter,
  },
  'xen-parameter': {
    about: "Xen's command line fits pattern X, as a log, a menu or xl info shows it",
    takes: 'a regular expression: "(^| )dom0=pvh"',
    fault: regexFault,
    ask(context, about) {
      const line = xenCommandLine(context);
      return line ? answerIf(matches(about, line.text), line.evidence) : unknown;
    },
  },
  root: {
    about: 'the last root= fits pattern X',
    takes: 'a regular expression',
    fault: regexFault,
    ask: (context, about) => last(context, 'root', about),
  },
  'last-console': {
    about: 'the last console= fits pattern X',
    takes: 'a regular expression',
    fault: regexFault,
    ask: (context, about) => last(context, 'console', about),
  },
};
