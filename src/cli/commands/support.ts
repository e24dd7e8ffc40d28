import { safeText } from '../../input/safe-text.js';
import { parseVersion } from '../../input/version.js';
import { loadSystems, loadXen } from '../../node/knowledge.js';
import { findSystems } from '../../support/find-systems.js';
import { deliver, textForm } from '../deliver.js';
import { exit, type Io } from '../../node/io.js';
import type { SupportArguments } from '../arguments/support-options.js';
import { version } from '../../node/version.js';

/** `support`: what the documents say of a system or subject. Gives the exit code: 2 if they say nothing of it. */
export async function supportCommand(asked: SupportArguments, io: Io): Promise<number> {
  const complain = (message: string) => io.stderr.write(`xen-checkconfig: ${safeText(message, 2000)}\n`);
  for (const [name, value] of [
    ['--xen', asked.xen],
    ['--kernel', asked.kernel],
  ] as const) {
    if (value === undefined || parseVersion(value)) continue;
    complain(`${name} needs a release such as 4.17, not ${value}`);
    return exit.usage;
  }
  const data = loadSystems();
  const query = asked.query.join(' ');
  const found = findSystems(data, query, asked.role ?? null);
  if (found.systems.length + found.statements.length === 0) {
    const names = [...new Set(data.systems.map(({ name }) => name))].sort();
    complain(`the documents say nothing of ${query}; they name ${names.join(', ')}`);
    return exit.usage;
  }
  const text =
    asked.format === 'json'
      ? (await import('../../report/support/json.js')).supportJson(
          data,
          found,
          loadXen().claims,
          { query, role: asked.role ?? null },
          { name: 'xen-checkconfig', version: version() },
        )
      : (await import('../../report/support/text.js')).supportText(data, found, loadXen().claims, {
          ...textForm(asked, io),
          versions: { ...(asked.kernel && { kernel: asked.kernel }), ...(asked.xen && { xen: asked.xen }) },
        });
  const problem = await deliver(text, asked, io);
  if (problem === null) return exit.clean;
  complain(problem);
  return exit.input;
}
