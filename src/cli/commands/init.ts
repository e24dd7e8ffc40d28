import { exitCodes } from '../../api/report.js';
import { InputError } from '../../input/input-error.js';
import { UsageError } from '../../input/values.js';
import { diskPorts } from '../../node/ports.js';
import { pageAddress } from '../../node/version.js';
import { flag } from '../arguments/options.js';
import { type Command, complain } from '../command.js';

interface InitArguments {
  readonly folder?: string;
  readonly write: boolean;
  readonly force: boolean;
}

export const initCommand: Command<InitArguments> = {
  usage: 'init [folder]',
  describe:
    'propose a .xen-checkconfig.yaml for a repository, from the configs in it and the modes that boot today',
  positionals: {
    folder: { type: 'string', describe: 'where to look (default: the top of the git repository)' },
  },
  options: {
    write: flag('write the file (default: it is printed)'),
    force: flag('with --write: replace the file that is there'),
  },
  read: parsed => ({
    ...(parsed['folder'] !== undefined && { folder: String(parsed['folder']) }),
    write: parsed['write'] === true,
    force: parsed['force'] === true,
  }),
  async run({ write, force, ...request }, io) {
    if (force && !write) throw new UsageError('--force goes with --write');
    const { init: question } = await import('../../api/repository/init.js');
    const { renderInit } = await import('../../report/render.js');
    const ports = diskPorts(io);
    if (request.folder !== undefined && ports.files.kind(request.folder) !== 'folder')
      throw new InputError(`${request.folder}: is no folder`);
    const report = await question(request, ports);
    const { layout, path, exists } = report;
    if (report.exitCode !== exitCodes.clean) {
      const count = report.configs.length;
      complain(
        `${report.folder}: ${count ? `none of ${count} configs boots under Xen today` : 'no kernel config was found'}`,
        io,
      );
      if (write) return report.exitCode;
    }
    const text = await renderInit(report, layout && pageAddress(`docs/repositories/${layout.page}.md`));
    if (!write) {
      io.stdout.write(text);
      if (exists) complain(`${path} is there already, and was left alone`, io);
      return report.exitCode;
    }
    const { writeNew } = await import('../../node/write-file.js');
    const problem = writeNew(path, text, force);
    if (problem !== null) throw new UsageError(problem);
    complain(`${path} was written`, io);
    return report.exitCode;
  },
};
