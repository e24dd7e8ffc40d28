import type { ExplainRequest } from '../../api/explain.js';
import { exitCodes } from '../../api/report.js';
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

interface ExplainArguments extends ExplainRequest, OneReport<ExplainFormat>, TextFormArguments {}

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
    ...(texts(parsed, 'xen', 'kernel', 'arch', 'role', 'mode', 'boot') as Omit<ExplainRequest, 'words'>),
  }),
  async run(given, io) {
    const { explain: question } = await import('../../api/explain.js');
    const answer = await question(given, diskPorts(io));
    const { renderExplain } = await import('../../report/render.js');
    await deliver(await renderExplain(answer, given.format, formOf(given, io)), given, io);
    return answer.kind === 'boot' ? answer.report.exitCode : exitCodes.clean;
  },
};
