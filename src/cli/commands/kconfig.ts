import type { KconfigRequest } from '../../api/kconfig.js';
import { InputError } from '../../input/input-error.js';
import { diskPorts } from '../../node/ports.js';
import {
  format,
  type OneReport,
  oneReport,
  oneValue,
  texts,
  treeArguments,
  treeOptions,
} from '../arguments/options.js';
import type { Command } from '../command.js';
import { formOf } from '../deliver.js';

const actions: readonly KconfigRequest['action'][] = ['olddefconfig', 'savedefconfig', 'check', 'why'];

interface KconfigArguments extends KconfigRequest, OneReport {}

export const kconfigCommand: Command<KconfigArguments> = {
  usage: 'kconfig <action> [symbol]',
  describe: 'say what a kernel tree makes of a config, or why a symbol has its value (kconfig why SYMBOL)',
  positionals: {
    action: {
      type: 'string',
      choices: actions,
      describe: 'write the whole or the minimal config, name the lines that get lost, or explain a symbol',
    },
    symbol: { type: 'string', describe: 'the symbol that why asks about' },
  },
  options: {
    ...treeOptions,
    config: {
      ...oneValue('the .config, defconfig or fragment (- for standard input)'),
      default: '.config',
    },
    output: oneValue('write the result to a file'),
    format: { ...format, describe: 'output format of check and why' },
  },
  read: parsed => ({
    ...treeArguments(parsed),
    ...oneReport(parsed),
    action: parsed['action'] as KconfigRequest['action'],
    ...texts(parsed, 'symbol'),
    config: String(parsed['config']),
  }),
  async run(given, io) {
    const { kconfig: question } = await import('../../api/kconfig.js');
    const report = await question(given, diskPorts(io));
    const { renderKconfig } = await import('../../report/render.js');
    const result = await renderKconfig(report, given.format, formOf({ output: '' }, io));
    if (given.output === undefined) (await import('../../node/write-raw.js')).writeRaw(result, io);
    else {
      const { writeAtomically } = await import('../../node/write-file.js');
      const problem = writeAtomically(given.output, result);
      if (problem !== null) throw new InputError(problem);
    }
    return report.exitCode;
  },
};
