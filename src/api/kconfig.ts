// The question `kconfig`: what a kernel tree makes of a config, and why.
import type { Config, ConfigProblem } from '../config/config.js';
import { configBytes, configLimit } from '../config/decode.js';
import { parseConfig } from '../config/parse.js';
import { InputError } from '../input/input-error.js';
import { nearest } from '../input/nearest.js';
import { UsageError } from '../input/values.js';
import { type ConfigLine, type LostLine, lostLines } from '../kconfig/config/lost-lines.js';
import { withStackGuard } from '../kconfig/tree.js';
import { type Why, why } from '../kconfig/why/why.js';
import { platform } from '../platform/platform.js';
import { tellAssumed } from './assumed.js';
import type { KernelTree, Ports, TreeRequest } from './ports.js';
import { exitCodes, tool } from './report.js';

/** The request. Plain data. */
export interface KconfigRequest extends Omit<TreeRequest, 'srctree'> {
  /** `olddefconfig` and `savedefconfig` write a config, `check` names the lines that get lost, `why` explains a symbol. */
  readonly action: 'olddefconfig' | 'savedefconfig' | 'check' | 'why';
  /** The symbol that `why` explains, with or without CONFIG_. */
  readonly symbol?: string;
  readonly srctree?: string;
  readonly config: string;
}

/** The lines of a config that the tree does not keep. */
export interface KconfigCheck {
  readonly path: string;
  /** How many lines the config has. */
  readonly asked: number;
  readonly lost: readonly (LostLine & { readonly why: Why | null })[];
  readonly problems: readonly ConfigProblem[];
}

export type KconfigReport = { readonly exitCode: number } & (
  | { readonly kind: 'config'; readonly written: Uint8Array }
  | { readonly kind: 'check'; readonly check: KconfigCheck }
  | { readonly kind: 'why'; readonly config: string; readonly why: Why }
);

/**
 * Loads the tree with the config and gives the action's result. What the C tool would print goes to `say`.
 * Throws UsageError, and InputError if the config or the tree cannot be read.
 */
export async function kconfig(request: KconfigRequest, ports: Ports): Promise<KconfigReport> {
  const { action, symbol, srctree, config: path } = request;
  if (srctree === undefined) throw new UsageError(`kconfig ${action} needs a kernel tree: --srctree DIR`);
  if (action === 'why' && symbol === undefined)
    throw new UsageError(`name a symbol: ${tool.name} kconfig why SYMBOL`);
  if (action !== 'why' && symbol !== undefined)
    throw new UsageError(`kconfig ${action} takes no ${symbol}; --config names the config`);
  if (!ports.openTree) throw new InputError('no kernel tree can be read here');
  const bytes = await readConfigBytes(path, ports);
  const arch = request.arch ?? archIn(bytes);
  if (arch === null)
    throw new UsageError(
      `nothing in ${path} tells its architecture: name it with --arch, such as --arch x86_64`,
    );
  const loaded = await ports.openTree({ ...request, srctree, arch }, platform().latin1(bytes));
  loaded.tree.readConfig(bytes, path);
  const report = answer(request, loaded, bytes, ports);
  tellAssumed(loaded, ports);
  return report;
}

function answer(
  { action, symbol: word, config }: KconfigRequest,
  loaded: KernelTree,
  bytes: Uint8Array,
  ports: Ports,
): KconfigReport {
  const { tree } = loaded;
  switch (action) {
    case 'olddefconfig':
    case 'savedefconfig': {
      const written = action === 'olddefconfig' ? tree.writeConfig() : tree.saveDefconfig();
      for (const message of tree.messages) ports.say(message.text);
      return { kind: 'config', written, exitCode: exitCodes.clean };
    }
    case 'check': {
      const check = checkOf(config, loaded, bytes);
      const isLoss = check.lost.some(({ kind, value }) => kind !== 'unknown' || value !== 'n');
      return { kind: 'check', check, exitCode: isLoss ? exitCodes.findings : exitCodes.clean };
    }
    case 'why': {
      const symbol = word!.replace(/^CONFIG_/, '');
      const found = withStackGuard(() => why(tree.kconfig, symbol));
      if (found) return { kind: 'why', config, why: found, exitCode: exitCodes.clean };
      const near = nearest(symbol, tree.kconfig.table.words.keys());
      throw new UsageError(`this tree has no symbol ${symbol}${near ? `; did you mean ${near}?` : ''}`);
    }
  }
}

async function readConfigBytes(path: string, { files }: Ports): Promise<Uint8Array> {
  try {
    const bytes = await files.read(path, configLimit);
    // An empty file is a valid minimal config: the tree's defaults.
    return bytes.length === 0 ? bytes : configBytes(bytes);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${path}: ${error.message}`);
  }
}

/** The architecture that a config is for; null if the config does not say, or if the reader does not know it. */
function archIn(bytes: Uint8Array): string | null {
  try {
    return parseConfig(bytes).arch;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return null;
  }
}

function checkOf(path: string, { tree }: KernelTree, bytes: Uint8Array): KconfigCheck {
  let config: Config;
  try {
    config = parseConfig(bytes);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${path}: ${error.message}`);
  }
  const { settings, problems } = config;
  const lines: ConfigLine[] = [...settings].map(([name, { text, type, line }]) => ({
    name,
    value: text,
    quoted: type === 'string',
    line,
  }));
  tree.writeConfig();
  const lost = lostLines(tree.kconfig, lines).map(each => ({
    ...each,
    why: each.kind === 'unknown' ? null : withStackGuard(() => why(tree.kconfig, each.name)),
  }));
  return { path, asked: lines.length, lost, problems };
}
