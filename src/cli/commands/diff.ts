import type { DiffRequest } from '../../api/diff-report.js';
import { exitCodes } from '../../api/report.js';
import { UsageError } from '../../input/values.js';
import { diskPorts } from '../../node/ports.js';
import {
  arch,
  color,
  format,
  kernel,
  list,
  type OneReport,
  oneReport,
  output,
  profile,
  type TextFormArguments,
  texts,
  textOptions,
  xen,
} from '../arguments/options.js';
import { type Command, complain, refuseStrayLinks } from '../command.js';
import { deliver, formOf } from '../deliver.js';

interface DiffArguments extends DiffRequest, OneReport, Omit<TextFormArguments, 'verbose'> {
  readonly unified: boolean;
}

export const diffCommand: Command<DiffArguments> = {
  usage: 'diff <old> <new>',
  describe: 'say what a change from one config to another means for each mode',
  positionals: {
    old: {
      type: 'string',
      describe: 'file, REV:path from git, - for standard input, a folder, or a revision',
    },
    new: { type: 'string', describe: 'the same, the other folder, or the other revision' },
  },
  options: {
    profile,
    xen,
    kernel,
    arch,
    format,
    unified: {
      alias: 'u',
      type: 'boolean',
      describe: 'print a unified diff of the two files instead',
    },
    output,
    quiet: { alias: 'q', type: 'boolean', describe: 'only the modes whose verdict changed' },
    color,
  },
  read(parsed) {
    const { verbose: _, ...text } = textOptions(parsed);
    return {
      ...text,
      ...oneReport(parsed),
      old: String(parsed['old']),
      new: String(parsed['new']),
      profile: list(parsed, 'profile'),
      ...texts(parsed, 'xen', 'kernel', 'arch'),
      unified: parsed['unified'] === true,
      texts: parsed['unified'] === true,
    };
  },
  async run(given, io) {
    await refuseStrayLinks(given.profile ?? []);
    if (given.unified && given.format !== 'text')
      throw new UsageError('--unified is text and does not go with --format json');
    const { diff: question } = await import('../../api/diff.js');
    const report = await question(given, diskPorts(io));
    if (given.unified) {
      const { unifiedDiff } = await import('../../report/diff/unified.js');
      let unified = '';
      let isWhole = true;
      for (const { old, new: now, texts: both } of report.pairs) {
        const lines = await unifiedDiff({ old, new: now, ...both! });
        unified += lines ?? '';
        if (lines !== null) continue;
        isWhole = false;
        complain(`${old}: it or ${now} has too many lines for a unified diff`, io);
      }
      await deliver(unified, given, io);
      return isWhole ? report.exitCode : exitCodes.input;
    }
    const { renderDiff } = await import('../../report/render.js');
    await deliver(await renderDiff(report, given.format, formOf(given, io)), given, io);
    return report.exitCode;
  },
};
