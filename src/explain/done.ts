// Of the ways to mend a failure those that the inputs do not show to be done already.
import type { Remedy } from './remedy.js';
import type { SignContext } from './inputs.js';
import { signs } from './signs/index.js';

const setting = /^(\w+) *= *"?(.*?)"?$/;
const option = /^(?:CONFIG_(\w+)=([ym])|# CONFIG_(\w+) is not set)$/;
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const holds = (context: SignContext, sign: string, about: string): boolean =>
  signs[sign]!.ask(context, about).truth === 'yes';

/** Does the input that the line is for have it? */
function hasLine(context: SignContext, { to }: Remedy, line: string): boolean {
  switch (to) {
    case 'domain': {
      const found = setting.exec(line);
      // A line that stands for what the user has to fill in, or a list of devices, is no setting to compare.
      if (!found || /\.\.\.|^\[/.test(found[2]!)) return false;
      return holds(context, 'setting', `${found[1]} ^${escaped(found[2]!)}$`);
    }
    case 'command-line':
      return !line.includes('...') && holds(context, 'command-line-text', `(^| )${escaped(line)}( |$)`);
    case 'xen-command-line':
      return holds(context, 'xen-parameter', `(^| )${escaped(line)}( |$)`);
    case 'config': {
      const found = option.exec(line);
      return found !== null && holds(context, 'config', `${found[1] ?? found[3]}=${found[2] ?? 'n'}`);
    }
    default:
      return false;
  }
}

/** Has been done what this says? Never so of one that gives no lines. */
export const isDone = (fix: Remedy, context: SignContext): boolean =>
  fix.lines.length > 0 && fix.lines.every(line => hasLine(context, fix, line));
