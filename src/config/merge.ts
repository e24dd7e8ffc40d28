import type { Config, ConfigProblem } from './config.js';
import type { Setting } from './setting.js';
import { archOf } from './header.js';
import { dropModules } from './parse.js';
import { Settings, type SettingValue } from './settings.js';

/** One file of a merge. */
export interface Part {
  readonly path: string;
  readonly config: Config;
}

/** An option that a later file sets otherwise. Lines are those of the merged config. */
interface Override {
  readonly option: string;
  readonly before: { readonly text: string; readonly line: number };
  readonly after: { readonly text: string; readonly line: number };
  /** The earlier value counts all the same: y where the later file has m. */
  readonly kept: boolean;
}

/** Where a line of a merged config comes from. */
interface PartLine {
  readonly path: string;
  readonly line: number;
}

export interface Merged {
  /** Its lines are numbered through all parts, one after the other; `lineOf` tells where each comes from. */
  readonly config: Config;
  readonly overrides: readonly Override[];
  lineOf(line: number): PartLine;
}

/**
 * Several configs as the one that the kernel's merge_config.sh makes of them: in their order, the last one wins, "is not
 * set" included; with `preferBuiltin` (its -y) no later m takes the place of a y. `parts` holds at least one.
 */
export function mergeConfigs(
  parts: readonly Part[],
  { preferBuiltin = false }: { preferBuiltin?: boolean } = {},
): Merged {
  const settings = new Settings();
  const overrides: Override[] = [];
  const problems: ConfigProblem[] = [];
  const starts: number[] = [];
  let start = 0;
  for (const { config } of parts) {
    starts.push(start);
    let last = 0;
    for (const [option, setting] of config.settings) {
      const line = start + setting.line;
      last = Math.max(last, setting.line);
      const before = settings.get(option);
      const differs = before !== undefined && (before.text !== setting.text || before.type !== setting.type);
      const kept = differs && preferBuiltin && before.tri === 2 && setting.tri === 1;
      if (differs)
        overrides.push({
          option,
          before: { text: valueText(before), line: before.line },
          after: { text: valueText(setting), line },
          kept,
        });
      if (!kept) settings.set(option, valueOf(setting), line);
    }
    for (const problem of config.problems) {
      last = Math.max(last, problem.line);
      problems.push({
        ...problem,
        line: start + problem.line,
      });
    }
    start += last;
  }
  dropModules(settings);
  const configs = parts.map(({ config }) => config);
  const arch = configs.find(config => config.arch !== null)?.arch ?? null;
  // Fragments upon fragments are no whole config, however many options they come to.
  const kind = configs.some(one => one.kind === 'config')
    ? 'config'
    : configs.some(one => one.kind === 'defconfig') || settings.size >= 200
      ? 'defconfig'
      : 'fragment';
  return {
    config: {
      kind,
      version: configs.find(({ version }) => version !== null)?.version ?? null,
      arch: archOf(arch, settings, kind === 'config'),
      settings,
      problems,
    },
    overrides,
    lineOf(line) {
      let index = 0;
      for (let end = starts.length; end - index > 1;) {
        const middle = (index + end) >> 1;
        if (starts[middle]! < line) index = middle;
        else end = middle;
      }
      return { path: parts[index]!.path, line: line - starts[index]! };
    },
  };
}

function valueOf({ tri, type, text }: Setting): SettingValue {
  return tri ?? { type: type === 'string' ? 'string' : 'number', text };
}

/** As a file writes it. */
function valueText({ type, text }: Setting): string {
  return type === 'string' ? `"${text.replace(/[\\"]/g, '\\$&')}"` : text;
}
