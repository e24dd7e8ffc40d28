// The question `explain`: why a boot fails, from any files about it; or what an id, an option or a message means.
import { chooseBoots, type BootSelector } from '../explain/choose-boot.js';
import { explainBoot } from '../explain/explain.js';
import type { Flags, InputFile, Inputs, ExplainData } from '../explain/inputs.js';
import { type Topic, topicNames, topicsOf } from '../explain/topic.js';
import type { InputPath } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import { commandsByHand, ofOneBoot, readHost } from '../host/sources.js';
import { nearest } from '../input/nearest.js';
import { joinPath } from '../input/paths.js';
import { parseArch, UsageError, parseRelease } from '../input/values.js';
import type { LogBoots } from '../log/log.js';
import type { Mode, Role } from '../profiles/rule-data.js';
import type { ExplainFile, ExplainReport } from './explain-report.js';
import { hintsOf, tailOf } from './hints.js';
import { checkFactsOf, profilesOf } from './knowledge.js';
import type { Ports } from './ports.js';
import { describe } from './files/describe-file.js';
import {
  readBytes,
  configInside,
  readFile,
  readMessage,
  type ReadOptions,
  withInput,
} from './files/recognise-file.js';
import { exitCodes, type FileError, tool } from './report.js';

/** The request. Plain data. */
export interface ExplainRequest {
  /** Files, folders, ids, options, messages pasted from a log. */
  readonly words: readonly string[];
  /** Take precedence over what the files say. */
  readonly xen?: string;
  readonly kernel?: string;
  readonly arch?: string;
  readonly role?: Role;
  readonly mode?: Mode;
  /** Of a log with several boots: 1 the first, 0 the last (default), -1 the one before it; "all" as one. */
  readonly boot?: string;
  /** Reads besides what this machine, a Xen host, tells of one boot. */
  readonly host?: boolean;
  /** Of several guests that the host has files of, the one to explain. */
  readonly guest?: string;
}

/** A boot explained, or what the words mean if all of them are ids, options or messages. */
export type ExplainAnswer =
  | { readonly kind: 'boot'; readonly report: ExplainReport }
  | { readonly kind: 'topics'; readonly topics: readonly Topic[] };

/**
 * Reads all files, recognises each by its content, and gives the causes of the failed boot, ranked.
 * Problems with a file go to `say`, and into the report's errors. Throws UsageError.
 */
export async function explain(request: ExplainRequest, ports: Ports): Promise<ExplainAnswer> {
  const { files: disk, knowledge } = ports;
  const flags = flagsOf(request);
  const which = whichOf(request.boot);
  if (request.words.length === 0 && !request.host) throw new UsageError(usage);
  if (request.guest !== undefined && !request.host) throw new UsageError('--guest goes with --host');
  const known: ExplainData = {
    failures: knowledge.failures(),
    xen: knowledge.xen(),
    messages: knowledge.messages(),
    profiles: profilesOf(knowledge),
    regressions: knowledge.regressions(),
    facts: checkFactsOf(knowledge),
  };
  const source = { ...known, lifetimes: knowledge.lifetimes };
  const isFile = (word: string) => disk.kind(word) !== null;
  // A single word that names no file is an id or an option; a text with blanks was pasted from a log.
  const topics = request.words.filter(word => !isFile(word)).map(word => topicsOf(word, source));
  if (!request.host && topics.length === request.words.length && topics.every(found => found.length > 0))
    return { kind: 'topics', topics: topics.flat() };

  const options: ReadOptions = {
    patterns: knowledge.patterns,
    suse: known.facts.suse,
    over: { ...(flags.kernel && { version: flags.kernel }), ...(flags.arch && { arch: flags.arch }) },
  };
  const files: ExplainFile[] = [];
  const logs: InputFile<LogBoots>[] = [];
  const errors: FileError[] = [];
  const fail = (problem: FileError) => {
    errors.push(problem);
    ports.say(`${problem.path}: ${problem.message}`);
  };
  let inputs: Inputs = {
    config: null,
    image: null,
    initramfs: null,
    domain: null,
    logs: [],
    hypervisor: null,
    records: [],
  };
  const take = async (path: string, reading: () => ReturnType<typeof readFile>) => {
    try {
      const read = await reading();
      if (read.kind === 'log') logs.push({ path, facts: read.facts });
      else inputs = withInput(inputs, path, read);
      files.push(describe(path, read));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      fail({ path, message: error.message });
    }
  };
  for (const word of request.words) {
    if (!isFile(word) && /\s/.test(word)) {
      await take('(message)', () => readMessage(word, options));
      continue;
    }
    for (const { path, problem } of await namedBy(word, ports)) {
      const near = problem === 'does not exist' ? nearest(word, topicNames(source)) : null;
      const said = near ? `${problem}, and is no id; did you mean ${near}?` : problem;
      await take(path, () =>
        said === null ? readFile(path, options, disk) : Promise.reject(new InputError(said)),
      );
    }
  }
  const hints: string[] = [];
  if (request.host) {
    const { own, hint } = await readOwnHost(request, ports);
    if (hint !== null) hints.push(hint);
    for (const { path, bytes } of own) await take(path, () => readBytes(bytes, options));
  }
  if (inputs.image && !inputs.config && disk.kind(inputs.image.path) === 'file') {
    const inside = await configInside(inputs.image.path, options, disk);
    if (inside)
      inputs = { ...inputs, config: { path: `${inputs.image.path} (its IKCONFIG)`, facts: inside } };
  }
  const explainOne = (number: BootSelector) => {
    const chosen = chooseBoots(logs, inputs, known.failures, flags, number);
    const own = { ...inputs, logs: chosen.logs };
    return { chosen, own, explanation: files.length ? explainBoot(own, known, flags) : null };
  };
  const last = explainOne(which);
  const { chosen, own, explanation } =
    request.boot === undefined && isOnlyBegun(last) ? earlierFailure(last, explainOne(-1)) : last;
  inputs = own;
  for (const problem of chosen.problems) fail(problem);
  const report: ExplainReport = {
    tool,
    files,
    explanation,
    boots: chosen.notes,
    tail: explanation && tailOf(inputs, explanation),
    hints: [...hints, ...unknownFiles(files), ...hintsOf(inputs)],
    errors,
    exitCode: errors.length
      ? exitCodes.input
      : explanation?.outcome.kind === 'fails'
        ? exitCodes.findings
        : exitCodes.clean,
  };
  return { kind: 'boot', report };
}

/** One of several boots, and how it went. */
interface OneBoot {
  readonly chosen: ReturnType<typeof chooseBoots>;
  readonly own: Inputs;
  readonly explanation: ReturnType<typeof explainBoot> | null;
}

function isOnlyBegun({ chosen, explanation }: OneBoot): boolean {
  const kind = explanation?.outcome.kind;
  return (kind === 'stops' || kind === 'open') && chosen.notes.some(({ count }) => count > 1);
}

/** A machine that failed starts anew: where the last boot of a log only began, the one before it is of interest. */
function earlierFailure(last: OneBoot, before: OneBoot): OneBoot {
  const outcome = before.explanation?.outcome;
  const isSeen = outcome?.kind === 'fails' && outcome.first !== null;
  return isSeen && before.chosen.problems.length === 0 ? before : last;
}

const usage = [
  `name files (domain file, kernel, .config, initramfs, logs), an id, an option or a message: ${tool.name} explain guest.cfg console.txt`,
  `on a Xen host, ${tool.name} explain --host reads what its tools and logs tell, and --collect DIR keeps it for a report;`,
  'by hand these gather it:',
  ...commandsByHand.map(command => `  ${command}`),
].join('\n');

/** What the host tells of one boot. Throws InputError where this is none, or has no such guest. */
async function readOwnHost({ guest }: ExplainRequest, { host, say }: Ports) {
  if (!host) throw new UsageError('--host needs a machine to read');
  const read = await readHost(host, (path, message) => say(`${path} ${message}`));
  if (read.length === 0)
    throw new InputError(
      'this is no Xen host: no xl, /etc/xen or /var/log/xen can be read (root may be needed)',
    );
  const { files: own, guests } = ofOneBoot(read, guest);
  if (guest !== undefined && !guests.includes(guest))
    throw new InputError(`/etc/xen has no file of the guest ${guest}`);
  const hint =
    guest === undefined && guests.length > 1
      ? `/etc/xen has files of ${guests.length} guests (${guests.slice(0, 8).join(', ')}); --guest NAME explains one of them.`
      : null;
  return { own, hint };
}

const unknownFiles = (files: readonly ExplainFile[]): string[] =>
  files.flatMap(({ path, kind, about }) =>
    kind === 'unknown' ? [`${path} is ${about}; it was not used.`] : [],
  );

/** The files of one boot lie side by side: a folder means the files directly in it, without subfolders. */
async function namedBy(word: string, { files }: Ports): Promise<InputPath[]> {
  if (files.kind(word) !== 'folder') return files.expand([word], { names: ['*'], kind: 'files' });
  const found = files.names(word, 'files').map(name => joinPath(word, name));
  const problem =
    found.length === 0
      ? 'is a folder without files'
      : found.length > mostInFolder
        ? `is a folder of ${found.length} files; name those of the boot`
        : null;
  return problem === null ? found.map(path => ({ path, problem })) : [{ path: word, problem }];
}

const mostInFolder = 30;

function flagsOf(request: ExplainRequest): Flags {
  return {
    ...(request.xen !== undefined && { xen: parseRelease(request.xen, '--xen') }),
    ...(request.kernel !== undefined && { kernel: parseRelease(request.kernel, '--kernel') }),
    ...(request.arch !== undefined && { arch: parseArch(request.arch) }),
    ...(request.role && { role: request.role }),
    ...(request.mode && { mode: request.mode }),
  };
}

function whichOf(boot: string | undefined): BootSelector {
  if (boot === undefined) return 0;
  if (boot === 'all') return boot;
  if (!/^[+-]?\d{1,9}$/.test(boot))
    throw new UsageError(
      `--boot takes a number (1 is the first boot of a log, 0 the last, -1 the one before it) or all, not ${JSON.stringify(boot)}`,
    );
  return Number(boot);
}
