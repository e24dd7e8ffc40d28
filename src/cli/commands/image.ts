import type { ImageRequest } from '../../api/image.js';
import type { FailOn } from '../../check/verdict.js';
import { diskPorts } from '../../node/ports.js';
import {
  color,
  format,
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

interface ImageArguments extends ImageRequest, OneReport, TextFormArguments {}

export const imageCommand: Command<ImageArguments> = {
  usage: 'image [files..]',
  describe: 'say what kernel images are, and which Xen releases boot them on which path',
  positionals: {
    files: {
      type: 'string',
      array: true,
      describe: 'images: vmlinuz, bzImage, Image, vmlinux, packed or not (globs, folders, -)',
    },
  },
  options: {
    xen: oneValue('answer for this Xen release alone'),
    role: oneOf(['dom0', 'domu'], 'answer for this role alone'),
    mode: oneOf(['pv', 'pvh', 'hvm', 'arm'], 'answer for this mode alone'),
    format,
    'fail-on': oneOf(
      ['error', 'warning', 'note', 'never'],
      'exit code 1 if no boot path asked for takes an image (error), or only under a condition (warning), or if anything is odd about it (note)',
      'error',
    ),
    output,
    quiet: { alias: 'q', type: 'boolean', describe: 'say only what each file is' },
    verbose: {
      alias: 'v',
      type: 'boolean',
      describe: 'unpack everything; show headers, segments, notes and evidence',
    },
    color,
  },
  read(parsed) {
    const text = textOptions(parsed);
    const report = oneReport(parsed);
    return {
      ...text,
      ...report,
      files: list(parsed, 'files'),
      failOn: parsed['fail-on'] as FailOn,
      ...(texts(parsed, 'xen', 'role', 'mode') as Pick<ImageRequest, 'xen' | 'role' | 'mode'>),
      read: text.quiet ? 'name' : text.verbose ? 'whole' : 'headers',
      evidence: report.format === 'json',
    };
  },
  async run(given, io) {
    const { image: question } = await import('../../api/image.js');
    if (!given.quiet) (await import('../../node/quick-start.js')).tuneForOneRun();
    const report = await question(given, diskPorts(io));
    const { renderImage } = await import('../../report/render.js');
    await deliver(await renderImage(report, given.format, formOf(given, io)), given, io);
    return report.exitCode;
  },
};
