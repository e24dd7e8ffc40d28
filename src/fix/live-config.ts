// The configuration that a tree holds at present, in the form that checks read.
import type { Config } from '../config/config.js';
import type { Setting, Tri } from '../config/setting.js';
import { archOf, readHeader } from '../config/header.js';
import { evaluateSymbol } from '../kconfig/values/evaluate.js';
import type { Sym } from '../kconfig/values/model.js';
import type { Kconfig } from '../kconfig/values/state.js';
import { heading } from '../kconfig/config/write-config.js';
import { isLogical } from './settings.js';

const letters = ['n', 'm', 'y'] as const;

/**
 * What writing the configuration and reading it again would give, but only what is asked for gets evaluated: a check
 * looks at a few hundred symbols of many thousand. Numbers and strings have their text, and no option has a line.
 */
export function liveConfig(kconfig: Kconfig): Config {
  const { words } = kconfig.table;
  const header = readHeader(heading(kconfig));
  const get = (option: string): Setting | undefined => {
    const symbol = words.get(option);
    return symbol && symbol.menus.length > 0 ? settingOf(kconfig, symbol) : undefined;
  };
  const names = (): string[] => kconfig.order.map(({ name }) => name).filter(name => get(name) !== undefined);
  const settings: Config['settings'] = {
    get,
    has: option => get(option) !== undefined,
    get size() {
      return names().length;
    },
    keys: () => names().values(),
    *[Symbol.iterator]() {
      for (const name of names()) yield [name, get(name)!] as [string, Setting];
    },
  };
  return {
    kind: 'config',
    version: header.version,
    get arch() {
      return archOf(header.arch, settings, true);
    },
    settings,
    problems: [],
  };
}

function settingOf(kconfig: Kconfig, symbol: Sym): Setting | undefined {
  if (symbol.isChoice || symbol.constant) return undefined;
  evaluateSymbol(kconfig, symbol);
  if (!symbol.write) return undefined;
  if (isLogical(symbol))
    return { type: 'tristate', tri: symbol.tri as Tri, text: letters[symbol.tri], line: 0 };
  return {
    type: symbol.text === '' || /\D/.test(symbol.text) ? 'string' : 'number',
    tri: null,
    text: symbol.text,
    line: 0,
  };
}
