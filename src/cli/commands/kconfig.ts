import { configBytes, configLimit } from '../../config/decode.js';
import type { Config } from '../../config/config.js';
import { parseConfig } from '../../config/parse.js';
import { InputError } from '../../input/input-error.js';
import { safeText } from '../../input/safe-text.js';
import { type Asked, lostLines } from '../../kconfig/config/lost-lines.js';
import { guarded } from '../../kconfig/tree.js';
import { why } from '../../kconfig/why/why.js';
import { kconfigCheckJson, kconfigCheckText, type KconfigCheck, whyJson } from '../../report/kconfig/text.js';
import { whyText } from '../../report/kconfig/why.js';
import { readInput } from '../../node/files.js';
import { exit, type Io } from '../../node/io.js';
import type { KconfigArguments } from '../arguments/kconfig-options.js';
import type { KernelTree } from '../../node/kernel-tree.js';
import { openTree, tellAssumed } from '../../node/open-tree.js';
import { version } from '../../node/version.js';
import { writeRaw } from '../../node/write-raw.js';
import { writeAtomically } from '../../node/write-file.js';

const name = 'xen-checkconfig';

/** `kconfig`: what a kernel tree makes of a .config, and why. Gives the exit code. */
export async function kconfigCommand(asked: KconfigArguments, io: Io): Promise<number> {
  const complain = (message: string) => io.stderr.write(`${name}: ${safeText(message, 2000)}\n`);
  const wrong = usageOf(asked);
  if (wrong !== null) {
    complain(wrong);
    return exit.usage;
  }
  try {
    const bytes = await readConfigBytes(asked.config, io);
    const arch = asked.arch ?? archOf(bytes);
    if (arch === null) {
      complain(
        `nothing in ${asked.config} tells its architecture: name it with --arch, such as --arch x86_64`,
      );
      return exit.usage;
    }
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const loaded = await openTree({ ...asked, srctree: asked.srctree!, arch }, text, io);
    loaded.tree.readConfig(bytes, asked.config);
    return await act(asked, loaded, bytes, io, complain);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const line of error.message.split('\n')) complain(line);
    return exit.input;
  }
}

function usageOf({ action, symbol, srctree }: KconfigArguments): string | null {
  if (srctree === undefined) return `kconfig ${action} needs a kernel tree: --srctree DIR`;
  if (action === 'why' && symbol === undefined) return `name a symbol: ${name} kconfig why SYMBOL`;
  if (action !== 'why' && symbol !== undefined)
    return `kconfig ${action} takes no ${symbol}; --config names the config`;
  return null;
}

async function readConfigBytes(path: string, io: Io): Promise<Uint8Array> {
  try {
    const bytes = await readInput(path, configLimit, io);
    // A minimal config with nothing in it is one: the tree's defaults.
    return bytes.length === 0 ? bytes : configBytes(bytes);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${path}: ${error.message}`);
  }
}

/** The architecture that a config is for; null if it does not tell, or is none that the reader takes. */
function archOf(bytes: Uint8Array): string | null {
  try {
    return parseConfig(bytes).arch;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return null;
  }
}

async function act(
  asked: KconfigArguments,
  loaded: KernelTree,
  bytes: Uint8Array,
  io: Io,
  complain: (message: string) => void,
): Promise<number> {
  const { tree } = loaded;
  let code: number = exit.clean;
  let result: string | Uint8Array;
  switch (asked.action) {
    case 'olddefconfig':
    case 'savedefconfig':
      result = asked.action === 'olddefconfig' ? tree.writeConfig() : tree.saveDefconfig();
      for (const message of tree.messages) complain(message.text);
      break;
    case 'check': {
      const check = checkOf(asked, loaded, bytes);
      if (check.lost.some(({ kind, value }) => kind !== 'unknown' || value !== 'n')) code = exit.findings;
      result = asked.format === 'json' ? kconfigCheckJson(check, version()) : kconfigCheckText(check, 80);
      break;
    }
    case 'why': {
      const symbol = asked.symbol!.replace(/^CONFIG_/, '');
      const found = guarded(() => why(tree.kconfig, symbol));
      if (!found) {
        const { nearest } = await import('../../input/nearest.js');
        const near = nearest(symbol, tree.kconfig.table.words.keys());
        complain(`this tree has no symbol ${symbol}${near ? `; did you mean ${near}?` : ''}`);
        return exit.usage;
      }
      result = asked.format === 'json' ? whyJson(found, version()) : whyText(found, asked.config, 80);
    }
  }
  tellAssumed(loaded, io);
  if (asked.output === undefined) writeRaw(result, io);
  else {
    const problem = writeAtomically(asked.output, result);
    if (problem !== null) throw new InputError(problem);
  }
  return code;
}

function checkOf(asked: KconfigArguments, { tree }: KernelTree, bytes: Uint8Array): KconfigCheck {
  let config: Config;
  try {
    config = parseConfig(bytes);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${asked.config}: ${error.message}`);
  }
  const { settings, problems } = config;
  const lines: Asked[] = [...settings].map(([name, { text, type, line }]) => ({
    name,
    value: text,
    quoted: type === 'string',
    line,
  }));
  tree.writeConfig();
  const lost = lostLines(tree.kconfig, lines).map(each => ({
    ...each,
    why: each.kind === 'unknown' ? null : guarded(() => why(tree.kconfig, each.name)),
  }));
  return { path: asked.config, asked: lines.length, lost, problems };
}
