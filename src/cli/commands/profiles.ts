import { readFileSync } from 'node:fs';
import { groupsOf } from '../../check/verdict.js';
import { safeText } from '../../input/safe-text.js';
import { builtInNames, loadProfiles, profileSchema } from '../../node/knowledge.js';
import { nearest } from '../../input/nearest.js';
import { ProfileError } from '../../profiles/resolve.js';
import { exit, type Io, wantsColor } from '../../node/io.js';

/** `profiles`: the list, or one profile whole; a path names a profile file, which is validated. Gives the exit code. */
export async function profilesCommand(
  name: string | undefined,
  options: { readonly json: boolean; readonly color: boolean | undefined },
  io: Io,
): Promise<number> {
  const { profileList, profileText } = await import('../../report/profiles.js');
  const color = wantsColor(options.color, io.stdout, io.env);
  try {
    if (name === undefined) {
      const profiles = loadProfiles();
      io.stdout.write(options.json ? `${JSON.stringify(profiles, null, 2)}\n` : profileList(profiles, color));
      return exit.clean;
    }
    const members = groupsOf(loadProfiles()).get(name);
    if (members) {
      const profiles = loadProfiles(members);
      io.stdout.write(options.json ? `${JSON.stringify(profiles, null, 2)}\n` : profileList(profiles, color));
      return exit.clean;
    }
    let profile = builtInNames().includes(name) ? loadProfiles([name])[0]! : null;
    if (!profile && /[/\\]|\.ya?ml$/.test(name)) {
      const { parseProfile } = await import('../../profiles/validate.js');
      const doc = parseProfile(readFileSync(name, 'utf8'), name, profileSchema());
      profile = loadProfiles([doc.name], [doc])[0]!;
    }
    if (!profile) {
      const near = nearest(name, builtInNames());
      throw new ProfileError(`there is no profile ${name}${near ? `; did you mean ${near}?` : ''}`);
    }
    io.stdout.write(
      options.json
        ? `${JSON.stringify(profile, null, 2)}\n`
        : profileText(profile, Math.min(100, io.stdout.columns), color),
    );
    return exit.clean;
  } catch (error) {
    const known = error instanceof ProfileError || (error as NodeJS.ErrnoException).code !== undefined;
    if (!known) throw error;
    for (const line of (error as Error).message.split('\n'))
      io.stderr.write(`xen-checkconfig: ${safeText(line, 2000)}\n`);
    return exit.usage;
  }
}
