// Kernel trees given to `check` and `fix`; loaded only if there is one.
import type { Facts } from '../check/check.js';
import { treeExplanation } from '../check/tree-blockers.js';
import type { Config } from '../config/config.js';
import { parseConfig, writeInPlace } from '../config/parse.js';
import { Settings } from '../config/settings.js';
import { encodeUtf8 } from '../input/bytes.js';
import { InputError } from '../input/input-error.js';
import { withStackGuard, type Tree } from '../kconfig/tree.js';
import { platform } from '../platform/platform.js';
import { tellAssumed } from './assumed.js';
import type { KernelTree, Ports, TreeRequest } from './ports.js';

/** A config and its kernel tree, which has read the config. */
export interface TreeConfig {
  /** The config to judge, as the tree makes it; a whole config of another release as it is. */
  readonly config: Config;
  /** The config as it was read, if the tree made another of it. */
  readonly source?: Config;
  readonly explain: NonNullable<Facts['explain']>;
  readonly loaded: KernelTree;
  /** The config as the tree was given it. */
  readonly base: Uint8Array;
}

/**
 * Loads the tree and reads the config with it. Throws InputError if the tree cannot be used or the architecture is not
 * known.
 */
export async function withTree(
  config: Config,
  request: TreeRequest,
  path: string,
  ports: Ports,
): Promise<TreeConfig> {
  const arch = request.arch ?? config.arch;
  if (arch === null)
    throw new InputError('nothing in it tells its architecture: name it with --arch, such as --arch x86_64');
  if (!ports.openTree) throw new InputError('no kernel tree can be read here');
  const base = encodeUtf8(writeInPlace(config));
  const loaded = await ports.openTree({ ...request, arch }, platform().latin1(base));
  const { tree } = loaded;
  const title = tree.kconfig.root.prompt?.text ?? '';
  // A vendor's tree may have a title of its own, so a symbol that every Linux has is proof enough.
  const isLinux =
    /^Linux\b/.test(title) || (tree.kconfig.table.words.get('BINFMT_ELF')?.menus.length ?? 0) > 0;
  if (!isLinux)
    throw new InputError(`${request.srctree}: is no Linux tree: its Kconfig is titled "${title}"`);
  tree.readConfig(base, path);
  const written = tree.writeConfig();
  tellAssumed(loaded, ports);
  const release = treeRelease(tree);
  const own = config.version?.parts.slice(0, 2).join('.');
  if (own !== undefined && release !== null && own !== release) {
    ports.say(`${path} is of Linux ${config.version!.text}, the tree is ${release}: what it says may differ`);
  }
  // A tree of another release would drop what its own does not have.
  const source = config.kind === 'config' && own !== release ? null : config;
  const explain: TreeConfig['explain'] = (option, expected, view) =>
    withStackGuard(() => treeExplanation(tree.kconfig, option, expected, view, source));
  if (source === null) return { config, explain, loaded, base };
  return { config: completed(source, written), source, explain, loaded, base };
}

/** Gives the config as the tree wrote it, with each setting's line in the source file. */
export function completed(source: Config, written: Uint8Array): Config {
  const whole = parseConfig(written);
  const settings = new Settings();
  for (const [option, { tri, type, text }] of whole.settings) {
    const value = tri ?? { type: type === 'string' ? ('string' as const) : ('number' as const), text };
    settings.set(option, value, source.settings.get(option)?.line ?? 0);
  }
  return { ...whole, kind: 'config', settings };
}

/** The release of the tree; null if it does not say. */
function treeRelease(tree: Tree): string | null {
  const title = tree.kconfig.root.prompt?.text ?? '';
  return /^Linux\/\S+ (\d+\.\d+)/.exec(title)?.[1] ?? null;
}
