import { isProfileFile, readProfile } from '../../api/choose.js';
import { builtInNames, profilesOf } from '../../api/knowledge.js';
import type { Ports } from '../../api/ports.js';
import { exitCodes } from '../../api/report.js';
import { profileGroups } from '../../check/verdict.js';
import { nearest } from '../../input/nearest.js';
import { UsageError } from '../../input/values.js';
import { wantsColor } from '../../node/io.js';
import { diskPorts } from '../../node/ports.js';
import type { Profile } from '../../profiles/rule-data.js';
import { color, format } from '../arguments/options.js';
import { type Command, refuseStrayLinks } from '../command.js';

interface ProfilesArguments {
  readonly name?: string;
  readonly json: boolean;
  readonly color?: boolean;
}

/** The list, or one profile whole; a path names a profile file, which is validated. */
export const profilesCommand: Command<ProfilesArguments> = {
  usage: 'profiles [name]',
  describe: 'list the profiles, or show every rule of one',
  positionals: { name: { type: 'string', describe: 'profile or profile file' } },
  options: { format, color },
  read: parsed => ({
    ...(parsed['name'] !== undefined && { name: String(parsed['name']) }),
    json: parsed['format'] === 'json',
    ...(typeof parsed['color'] === 'boolean' && { color: parsed['color'] }),
  }),
  async run({ name, json, color: requested }, io) {
    const { profileList, profileText } = await import('../../report/profiles.js');
    const { printed } = await import('../../report/check/json.js');
    await refuseStrayLinks(name === undefined ? [] : [name]);
    const ports = diskPorts(io);
    const inColor = wantsColor(requested, io.stdout, io.env);
    const all = profilesOf(ports.knowledge);
    const members = name === undefined ? all.map(each => each.name) : profileGroups(all).get(name);
    if (members) {
      const listed = profilesOf(ports.knowledge, members);
      io.stdout.write(json ? printed(listed) : profileList(listed, inColor));
    } else {
      const one = await profileNamed(name!, ports);
      io.stdout.write(json ? printed(one) : profileText(one, Math.min(100, io.stdout.columns), inColor));
    }
    return exitCodes.clean;
  },
};

async function profileNamed(name: string, ports: Ports): Promise<Profile> {
  const names = builtInNames(ports.knowledge);
  if (names.includes(name)) return profilesOf(ports.knowledge, [name])[0]!;
  if (isProfileFile(name)) {
    const doc = await readProfile(name, ports);
    return profilesOf(ports.knowledge, [doc.name], [doc])[0]!;
  }
  const near = nearest(name, names);
  throw new UsageError(`there is no profile ${name}${near ? `; did you mean ${near}?` : ''}`);
}
