import type { SupportRequest } from '../../api/support.js';
import { exitCodes } from '../../api/report.js';
import {
  color,
  format,
  list,
  oneOf,
  type OneReport,
  oneReport,
  oneValue,
  output,
  texts,
} from '../arguments/options.js';
import type { Command } from '../command.js';
import { deliver, formOf } from '../deliver.js';

interface SupportArguments extends SupportRequest, OneReport {
  readonly color?: boolean;
}

export const supportCommand: Command<SupportArguments> = {
  usage: 'support [query..]',
  describe: 'say what distributions and systems are documented to support, and what is known against it',
  positionals: {
    query: {
      type: 'string',
      array: true,
      describe: 'system and release (debian, "fedora 16"), or a subject (bzimage, hvc0, CONFIG_XEN)',
    },
  },
  options: {
    role: oneOf(['dom0', 'domu'], 'only what is said of this role'),
    xen: oneValue('where documents disagree, what holds for this Xen release'),
    kernel: oneValue('and for this kernel version'),
    format,
    output,
    color,
  },
  read: parsed => ({
    query: list(parsed, 'query').join(' '),
    ...(texts(parsed, 'role', 'xen', 'kernel') as Omit<SupportRequest, 'query'>),
    ...oneReport(parsed),
    ...(typeof parsed['color'] === 'boolean' && { color: parsed['color'] }),
  }),
  async run(given, io) {
    const [{ support: question }, { knowledge }] = await Promise.all([
      import('../../api/support.js'),
      import('../../node/knowledge.js'),
    ]);
    const { renderSupport } = await import('../../report/render.js');
    const report = question(given, knowledge);
    await deliver(await renderSupport(report, given.format, formOf(given, io)), given, io);
    return exitCodes.clean;
  },
};
