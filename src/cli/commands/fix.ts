import type { FixReport, FixRequest } from '../../api/fix.js';
import type { Config } from '../../config/config.js';
import { InputError } from '../../input/input-error.js';
import { safeText } from '../../input/safe-text.js';
import { UsageError } from '../../input/values.js';
import type { Io } from '../../node/io.js';
import { diskPorts } from '../../node/ports.js';
import { list, manyValues, oneOf, texts, treeArguments, treeOptions, xen } from '../arguments/options.js';
import { type Command, complain, refuseStrayLinks } from '../command.js';

const ways = ['fragment', 'diff', 'write'] as const;

interface FixArguments extends FixRequest {
  /** Every requested way to output the result. */
  readonly ways: readonly (typeof ways)[number][];
}

export const fixCommand: Command<FixArguments> = {
  usage: 'fix <config>',
  describe: 'find the smallest change after which profiles pass, and which the kernel tree keeps',
  positionals: {
    config: {
      type: 'string',
      demandOption: true,
      describe: '.config, defconfig or fragment (- for standard input)',
    },
  },
  options: {
    profile: {
      alias: 'p',
      ...manyValues('profile that has to pass; repeatable: the same kernel then passes all of them'),
    },
    ...treeOptions,
    xen,
    'fail-on': oneOf(['error', 'warning'], 'least level of a finding that has to go', 'error'),
    fragment: {
      type: 'boolean',
      describe: 'print the lines to change, each with its reason (the default)',
    },
    diff: { type: 'boolean', describe: 'print the change of the whole file as a unified diff' },
    write: { type: 'boolean', describe: 'change the file, and keep what it was as FILE.orig' },
  },
  read: parsed => ({
    ...treeArguments(parsed),
    // yargs drops a lone "-".
    config: String(parsed['config']) || '-',
    profile: list(parsed, 'profile'),
    ...texts(parsed, 'xen'),
    failOn: parsed['fail-on'] as FixRequest['failOn'] & string,
    ways: ways.filter(way => parsed[way] === true),
  }),
  async run(given, io) {
    await refuseStrayLinks(given.profile ?? []);
    if (given.ways.length > 1) throw new UsageError(`--${given.ways.join(' and --')} do not go together`);
    if (given.ways[0] === 'write' && given.config === '-')
      throw new UsageError('--write needs a file, not standard input');
    const { fix: question } = await import('../../api/fix.js');
    const report = await question(given, diskPorts(io));
    const words = await import('../../report/kconfig/fix.js');
    const { fix: found, modes } = report;
    if (found.open.length > 0) {
      for (const line of words.noFixText(found, modes))
        if (line.startsWith(' ')) io.stderr.write(`${safeText(line)}\n`);
        else complain(line, io);
      return report.exitCode;
    }
    const beside = [
      ...words.othersText(found.others, modes),
      ...words.lossText(found.losses, found.changes),
      ...words.conditionalText(found.outcome.verdicts),
      ...words.remainingText(found.outcome.findings),
    ];
    for (const line of beside) complain(line, io);
    const { changeLine } = await import('../../fix/fix-profiles.js');
    await give(report, words.fragmentText(found.changes, modes, changeLine), given.ways[0], io);
    return report.exitCode;
  },
};

/** Outputs the fix as requested: as a fragment, as a diff of the file, or in the file itself. */
async function give(
  report: FixReport,
  fragment: string,
  way: FixArguments['ways'][number] = 'fragment',
  io: Io,
): Promise<void> {
  if (way === 'fragment') {
    io.stdout.write(fragment);
    return;
  }
  const { path, bytes, source, fix: found } = report;
  const { decodeConfig } = await import('../../config/decode.js');
  const before = decodeConfig(bytes);
  const after = found.changes.length === 0 ? before : changed(source, before, found.written, fragment);
  if (way === 'diff')
    (await import('../../node/write-raw.js')).writeRaw(await diffOf(path, before, after), io);
  else if (after === before) complain(`${path} passes as it is`, io);
  else {
    const { replaceKeeping } = await import('../../node/write-file.js');
    if (bytes[0] === 0x1f && bytes[1] === 0x8b)
      throw new InputError(`${path}: is packed: unpack it before --write`);
    const problem = replaceKeeping(path, after);
    if (problem !== null) throw new InputError(`${path}: ${problem}`);
  }
}

/** The whole file with the change: a whole config as its tree writes it, any other with the lines appended. */
function changed(source: Config, before: string, written: Uint8Array, fragment: string): string {
  if (source.kind !== 'config') return `${before}${before.endsWith('\n') ? '' : '\n'}\n${fragment}`;
  const after = Buffer.from(written).toString();
  // Without ARCH, make writes the folder's name and the engine the architecture's; that difference alone is no change.
  const own = heading.exec(before);
  return own && own[1] === heading.exec(after)?.[1] ? after.replace(heading, () => own[0]) : after;
}

const heading = /^# Linux\/\S+ (\S+) Kernel Configuration$/m;

async function diffOf(path: string, before: string, after: string): Promise<string> {
  if (before === after) return '';
  const { createTwoFilesPatch } = await import('diff');
  return createTwoFilesPatch(path, path, before, after, '', '', { context: 3 }).replace(
    /^(Index: .*\n)?=+\n/,
    '',
  );
}
