import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { imageKernel, isDamaged, isKernel } from '../../check/image-kernel.js';
import { chooseBoots, type Which } from '../../explain/choose-boot.js';
import { explain, type Explanation } from '../../explain/explain.js';
import { guestLoaderOf, loaderOfImage } from '../../explain/guest-loader.js';
import type { Flags, Given, Inputs, Knowledge } from '../../explain/inputs.js';
import { type Topic, topicNames, topicsOf } from '../../explain/topic.js';
import { InputError } from '../../input/input-error.js';
import { safeText } from '../../input/safe-text.js';
import type { LogBoots } from '../../log/log.js';
import {
  loadFailures,
  loadPatterns,
  loadFacts,
  loadLifetimes,
  loadProfiles,
  loadXen,
} from '../../node/knowledge.js';
import { nearest } from '../../input/nearest.js';
import type { ExplainFile, ExplainReport } from '../../api/explain-report.js';
import { faultText } from '../../check/image-words.js';
import { distributionOf } from '../../support/distribution.js';
import type { FileError } from '../../api/report.js';
import { archOf, UsageError, versionOf } from '../../api/choose.js';
import { deliver, textForm } from '../deliver.js';
import {
  configInside,
  describe,
  readFile,
  readMessage,
  type ReadOptions,
  withInput,
} from '../../api/recognise-file.js';
import type { ExplainArguments } from '../arguments/explain-options.js';
import { expand, isFolder, type Named } from '../../node/files.js';
import { exit, type Io } from '../../node/io.js';

const name = 'xen-checkconfig';

/** `explain`: why a boot fails, or what an id, an option or a message means. Gives the exit code. */
export async function explainCommand(asked: ExplainArguments, io: Io): Promise<number> {
  const complain = (message: string) => io.stderr.write(`${name}: ${safeText(message, 2000)}\n`);
  let flags: Flags;
  let which: Which;
  try {
    flags = flagsOf(asked);
    which = whichOf(asked.boot);
    if (asked.words.length === 0)
      throw new UsageError(
        `name files (domain file, kernel, .config, initramfs, logs), an id, an option or a message: ${name} explain guest.cfg console.txt`,
      );
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(error.message);
    return exit.usage;
  }
  const knowledge: Knowledge = {
    failures: loadFailures(),
    xen: loadXen(),
    profiles: loadProfiles(),
    facts: loadFacts(),
  };
  const source = { ...knowledge, lifetimes: loadLifetimes };
  const isFile = (word: string) => word === '-' || exists(word);
  // A single word that names no file is an id or an option; what has blanks was pasted from a log.
  const topics = asked.words.filter(word => !isFile(word)).map(word => topicsOf(word, source));
  if (topics.length === asked.words.length && topics.every(found => found.length > 0))
    return deliverTopics(topics.flat(), asked, io, complain);

  const options: ReadOptions = {
    patterns: loadPatterns,
    suse: knowledge.facts.suse,
    over: { ...(flags.kernel && { version: flags.kernel }), ...(flags.arch && { arch: flags.arch }) },
  };
  const files: ExplainFile[] = [];
  const logs: Given<LogBoots>[] = [];
  const errors: FileError[] = [];
  let inputs: Inputs = {
    config: null,
    image: null,
    initramfs: null,
    domain: null,
    logs: [],
    hypervisor: null,
  };
  const take = async (path: string, reading: () => ReturnType<typeof readFile>) => {
    try {
      const read = await reading();
      if (read.kind === 'log') logs.push({ path, facts: read.facts });
      else inputs = withInput(inputs, path, read);
      files.push(describe({ ...read, path } as Parameters<typeof describe>[0]));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push({ path, message: error.message });
      complain(`${path}: ${error.message}`);
    }
  };
  for (const word of asked.words) {
    if (!isFile(word) && /\s/.test(word)) {
      await take('(message)', () => readMessage(word, options));
      continue;
    }
    for (const { path, problem } of await namedBy(word)) {
      const near = problem === 'does not exist' ? nearest(word, topicNames(source)) : null;
      const said = near ? `${problem}, and is no id; did you mean ${near}?` : problem;
      await take(path, () =>
        said === null ? readFile(path, options, io) : Promise.reject(new InputError(said)),
      );
    }
  }
  if (inputs.image && !inputs.config && inputs.image.path !== '-') {
    const inside = await configInside(inputs.image.path, options, io);
    if (inside)
      inputs = { ...inputs, config: { path: `${inputs.image.path} (its IKCONFIG)`, facts: inside } };
  }
  const chosen = chooseBoots(logs, inputs, knowledge.failures, flags, which);
  inputs = { ...inputs, logs: chosen.logs };
  for (const problem of chosen.problems) {
    errors.push(problem);
    complain(`${problem.path}: ${problem.message}`);
  }
  const explanation = files.length ? explain(inputs, knowledge, flags) : null;
  const report: ExplainReport = {
    tool: { name },
    files,
    explanation,
    boots: chosen.notes,
    tail: explanation && tailOf(inputs, explanation),
    hints: hintsOf(inputs),
    errors,
    exitCode: errors.length ? exit.input : explanation?.causes.length ? exit.findings : exit.clean,
  };
  const written = await deliver(await render(report, asked, io), asked, io);
  if (written === null) return report.exitCode;
  complain(written);
  return exit.input;
}

/** The files of one boot lie side by side: a folder stands for its own files, not for those of folders in it. */
async function namedBy(word: string): Promise<Named[]> {
  if (!isFolder(word)) return expand([word], ['*'], 'files');
  const files = readdirSync(word, { withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(word, entry.name))
    .sort();
  const problem =
    files.length === 0
      ? 'is a folder without files'
      : files.length > mostInFolder
        ? `is a folder of ${files.length} files; name those of the boot`
        : null;
  return problem === null ? files.map(path => ({ path, problem })) : [{ path: word, problem }];
}

const mostInFolder = 30;

function flagsOf(asked: ExplainArguments): Flags {
  return {
    ...(asked.xen !== undefined && { xen: versionOf(asked.xen, '--xen') }),
    ...(asked.kernel !== undefined && { kernel: versionOf(asked.kernel, '--kernel') }),
    ...(asked.arch !== undefined && { arch: archOf(asked.arch) }),
    ...(asked.role && { role: asked.role }),
    ...(asked.mode && { mode: asked.mode }),
  };
}

function whichOf(boot: string | undefined): Which {
  if (boot === undefined) return 0;
  if (boot === 'all') return boot;
  if (!/^[+-]?\d{1,9}$/.test(boot))
    throw new UsageError(
      `--boot takes a number (1 is the first boot of a log, 0 the last, -1 the one before it) or all, not ${JSON.stringify(boot)}`,
    );
  return Number(boot);
}

function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Too long for a path, or not to be looked at: the reader says which.
    return path.length < 200 && !/\s/.test(path);
  }
}

/** The end of the log that shows the boot, where it is not known to have come up. */
function tailOf({ logs }: Inputs, { passed }: Explanation): ExplainReport['tail'] {
  if (passed.has('root')) return null;
  const log = logs.find(({ facts }) => (facts.speakers.get('kernel') ?? 0) > 0) ?? logs[0];
  return log && log.facts.tail.length > 1 ? { path: log.path, lines: log.facts.tail.slice(-6) } : null;
}

/** What is to be said of the files; what the domain file names is not read by itself: it may be on another machine. */
function hintsOf(inputs: Inputs): string[] {
  const { domain, image, initramfs } = inputs;
  const hints: string[] = [];
  const kernel = image && imageKernel(image.facts);
  const fault = kernel && faultText(image.facts, kernel, isKernel(image.facts), isDamaged(image.facts));
  if (fault) hints.push(`${image.path} ${fault}.`);
  const documented = documentedAs(inputs);
  if (documented !== null)
    hints.push(
      `What is documented of ${documented} under Xen: ${name} support "${documented.toLowerCase()}"`,
    );
  const loader = guestLoaderOf(inputs);
  const own = image && loaderOfImage(image);
  if (loader) {
    const place =
      loader.evidence.line === null
        ? loader.evidence.path
        : `${loader.evidence.path}:${loader.evidence.line} ${loader.evidence.text}`;
    const kernel =
      image && !own
        ? `${image.path} is taken for that kernel.`
        : "Add that kernel, its .config and its initramfs, from the guest's own disk, to have them looked at.";
    hints.push(
      `${place}: that is ${loader.name}, a boot loader which runs inside the guest and chooses its kernel there. ${kernel}`,
    );
  }
  if (!domain) return hints;
  const about = (key: 'kernel' | 'ramdisk', given: { readonly path: string } | null) => {
    const named = domain.facts[key];
    if (!named) return;
    const where = `${domain.path}:${named.line} names ${key} = "${named.value}"`;
    if (!given) hints.push(`${where}, which was not given; add the file to have it looked at.`);
    else if (basename(given.path) !== basename(named.value))
      hints.push(`${where}; ${given.path} was read for it.`);
  };
  if (!loader) about('kernel', image);
  about('ramdisk', initramfs);
  return hints;
}

async function render(report: ExplainReport, asked: ExplainArguments, io: Io): Promise<string> {
  switch (asked.format) {
    case 'json': {
      const [{ explainJson }, { version }] = await Promise.all([
        import('../../report/explain/json.js'),
        import('../../node/version.js'),
      ]);
      return explainJson(report, version());
    }
    case 'markdown':
      return (await import('../../report/explain/markdown.js')).explainMarkdown(report);
    case 'html': {
      const [{ explainHtml }, { version }] = await Promise.all([
        import('../../report/html/explain-page.js'),
        import('../../node/version.js'),
      ]);
      return explainHtml(report, version());
    }
    default: {
      const { explainText } = await import('../../report/explain/text.js');
      return explainText(report, { ...textForm(asked, io), quiet: asked.quiet, verbose: asked.verbose });
    }
  }
}

async function deliverTopics(
  topics: readonly Topic[],
  asked: ExplainArguments,
  io: Io,
  complain: (message: string) => void,
): Promise<number> {
  const [{ topicJson, topicText }, { version }] = await Promise.all([
    import('../../report/explain/topic.js'),
    import('../../node/version.js'),
  ]);
  const { width, color } = textForm(asked, io);
  const text = asked.format === 'json' ? topicJson(topics, version()) : topicText(topics, width, color);
  const written = await deliver(text, asked, io);
  if (written === null) return exit.clean;
  complain(written);
  return exit.input;
}

/** The system whose kernel it is, as `support` knows it. */
function documentedAs({ config, image, logs }: Inputs): string | null {
  const other = { netbsd: 'NetBSD', freebsd: 'FreeBSD', 'mini-os': 'Mini-OS' } as const;
  const system = image?.facts.system;
  if (system && system in other) return other[system as keyof typeof other];
  const setting = (option: string) => config?.facts.config.settings.get(option)?.text ?? '';
  const found = distributionOf([
    image?.facts.version ?? '',
    image?.facts.banner ?? image?.facts.setup?.versionText ?? '',
    ...logs.flatMap(({ facts }) => facts.kernels.map(({ release }) => release)),
    setting('VERSION_SIGNATURE'),
    setting('BUILD_SALT'),
    setting('CC_VERSION_TEXT'),
  ]);
  return found && (found.release === null ? found.name : `${found.name} ${found.release}`);
}
