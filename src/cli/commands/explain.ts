import type { ExplainRequest } from '../../api/explain.js';
import { exitCodes } from '../../api/report.js';
import { InputError } from '../../input/input-error.js';
import { safeText } from '../../input/safe-text.js';
import type { Io } from '../../node/io.js';
import { diskPorts } from '../../node/ports.js';
import { type ExplainFormat, explainFormats } from '../../report/render.js';
import {
  arch,
  color,
  list,
  oneOf,
  type OneReport,
  oneReport,
  oneValue,
  output,
  type TextFormArguments,
  texts,
  textOptions,
} from '../arguments/options.js';
import type { Command } from '../command.js';
import { deliver, formOf } from '../deliver.js';

interface ExplainArguments extends ExplainRequest, OneReport<ExplainFormat>, TextFormArguments {
  /** A folder to keep everything in, instead of explaining it. */
  readonly collect?: string;
}

export const explainCommand: Command<ExplainArguments> = {
  usage: 'explain [words..]',
  describe: 'say why a boot fails, from any mix of files; or what an id, an option or a message means',
  positionals: {
    words: {
      type: 'string',
      array: true,
      describe:
        'domain file, kernel image, .config, initramfs, logs in any order (- for standard input); or an id, CONFIG_X or a pasted message',
    },
  },
  options: {
    xen: oneValue('Xen release of the host (default: what the logs say)'),
    kernel: oneValue('kernel version, over what the files say'),
    arch,
    role: oneOf(['dom0', 'domu'], 'whose boot it is (default: what the files say)'),
    mode: oneOf(
      ['pv', 'pvh', 'hvm', 'arm', 'xenlinux'],
      'the mode it boots in (default: what the files say)',
    ),
    boot: oneValue(
      'of a log with several boots: 1 the first, 0 the last (default), -1 the one before it; all as one',
    ),
    host: {
      type: 'boolean',
      describe: 'on a Xen host: read xl dmesg, xl info, xl list, xenstore, its logs and /etc/xen',
    },
    guest: oneValue('with --host: the guest to explain, by the name of its file in /etc/xen'),
    collect: oneValue(
      'write what the host tells, and text files that are named, into a new folder, personal details replaced',
    ),
    format: oneOf(explainFormats, 'output format', 'text'),
    output,
    quiet: { alias: 'q', type: 'boolean', describe: 'the answer alone' },
    verbose: { alias: 'v', type: 'boolean', describe: 'every cause, all evidence, sources' },
    color,
  },
  read: parsed => ({
    ...textOptions(parsed),
    ...oneReport<ExplainFormat>(parsed),
    words: list(parsed, 'words'),
    ...(parsed['host'] === true && { host: true }),
    ...texts(parsed, 'collect'),
    ...(texts(parsed, 'xen', 'kernel', 'arch', 'role', 'mode', 'boot', 'guest') as Omit<
      ExplainRequest,
      'words'
    >),
  }),
  async run(given, io) {
    if (given.collect !== undefined) return collectInto(given.collect, given.words, io);
    const { explain: question } = await import('../../api/explain.js');
    const answer = await question(given, diskPorts(io));
    const { renderExplain } = await import('../../report/render.js');
    await deliver(await renderExplain(answer, given.format, formOf(given, io)), given, io);
    return answer.kind === 'boot' ? answer.report.exitCode : exitCodes.clean;
  },
};

async function collectInto(folder: string, words: readonly string[], io: Io): Promise<number> {
  const { collect } = await import('../../host/collect.js');
  const { writeFolder } = await import('../../node/write-folder.js');
  const files = await collect(words, diskPorts(io));
  const problem = writeFolder(folder, files);
  if (problem !== null) throw new InputError(problem);
  const width = Math.max(...files.map(({ name }) => name.length));
  for (const { name, from } of files) io.stdout.write(`${name.padEnd(width)}  ${safeText(from, 200)}\n`);
  io.stdout.write(
    'Addresses, names of machines and users, UUIDs and passwords are replaced. Read the files before you send them.\n',
  );
  return exitCodes.clean;
}
