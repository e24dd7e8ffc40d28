// Writing a .config and a minimal one.
import { choiceDefault } from '../values/choice-new.js';
import { oldChoiceDefault } from '../values/choice-old.js';
import {
  activeProperty,
  evaluateExpression,
  evaluateSymbol,
  evaluateVisibility,
  invalidate,
  symbolText,
} from '../values/evaluate.js';
import {
  BOOL,
  HEX,
  higher,
  INT,
  lower,
  type Menu,
  MOD,
  NO,
  STRING,
  SYMBOL,
  type Sym,
  TRISTATE,
  type Tristate,
  UNKNOWN,
  YES,
} from '../values/model.js';
import type { Kconfig } from '../values/state.js';

/** One symbol's line. */
function symbolLine(symbol: Sym): string {
  switch (symbol.type) {
    case UNKNOWN:
      return '';
    case BOOL:
    case TRISTATE:
      if (symbol.tri === NO) return `# CONFIG_${symbol.name} is not set\n`;
      return symbol.tri === YES ? `CONFIG_${symbol.name}=y\n` : `CONFIG_${symbol.name}=m\n`;
    case STRING:
      return `CONFIG_${symbol.name}="${symbol.text.replace(/["\\]/g, '\\$&')}"\n`;
    default:
      return `CONFIG_${symbol.name}=${symbol.text}\n`;
  }
}

/** The heading that names the tree's title. */
export function heading(kconfig: Kconfig): string {
  return `#\n# Automatically generated file; DO NOT EDIT.\n# ${kconfig.root.prompt!.text}\n#\n`;
}

/** Is a menu or comment seen? */
function isVisible(kconfig: Kconfig, menu: Menu): boolean {
  if (!menu.prompt) return false;
  if (menu.visibility && evaluateExpression(kconfig, menu.visibility) === NO) return false;
  menu.prompt.visible = evaluateExpression(kconfig, menu.prompt.when);
  return menu.prompt.visible !== NO;
}

/** The whole .config. */
export function writeConfiguration(kconfig: Kconfig): string {
  const { root, dialect } = kconfig;
  let out = heading(kconfig);
  let gap = false;
  if (!kconfig.changed) invalidate(kconfig);
  const close = (menu: Menu): void => {
    if (menu.symbol || menu === root || !isVisible(kconfig, menu)) return;
    if (!dialect.endComments) return;
    if (dialect.endsEmptyMenus && menu.prompt!.kind !== 'menu') return;
    out += `# end of ${menu.prompt!.text}\n`;
    gap = true;
  };
  let menu = root.child;
  while (menu) {
    const symbol: Sym | null = menu.symbol;
    if (!symbol) {
      if (isVisible(kconfig, menu)) {
        out += `\n#\n# ${menu.prompt!.text}\n#\n`;
        gap = false;
      }
    } else if (!symbol.isChoice && !symbol.written) {
      evaluateSymbol(kconfig, symbol);
      if (symbol.write) {
        if (gap) out += '\n';
        gap = false;
        symbol.written = true;
        out += symbolLine(symbol);
      }
    }
    if (menu.child) {
      menu = menu.child;
      continue;
    }
    if (dialect.endsEmptyMenus) close(menu);
    while (menu && !menu.next) {
      menu = menu.parent;
      if (menu) close(menu);
    }
    menu = menu?.next ?? null;
  }
  for (const symbol of kconfig.order) symbol.written = false;
  kconfig.changed = false;
  return out;
}

/** Only what differs from the defaults. */
export function writeMinimal(kconfig: Kconfig): string {
  let out = '';
  invalidate(kconfig);
  const once = kconfig.dialect.minimalOnce;
  for (let menu = kconfig.root.child; menu; menu = following(menu)) {
    const { symbol } = menu;
    if (!symbol || symbol.isChoice || symbol.written) continue;
    evaluateSymbol(kconfig, symbol);
    if (once) symbol.written = true;
    if (!symbol.write) continue;
    symbol.write = false;
    if (!isRedundant(kconfig, symbol)) out += symbolLine(symbol);
  }
  for (const symbol of kconfig.order) symbol.written = false;
  return out;
}

function isRedundant(kconfig: Kconfig, symbol: Sym): boolean {
  if (symbol.visible <= symbol.selectedValue) return true;
  if (symbolText(symbol) === defaultText(kconfig, symbol)) return true;
  if (!symbol.choice) return false;
  const choice = symbol.choice.symbol!;
  if (kconfig.dialect.memberChoices) {
    return choiceDefault(kconfig, symbol.choice) === symbol && symbol.tri === YES;
  }
  if (oldChoiceDefault(kconfig, choice) !== symbol) return false;
  return !choice.optional && symbol.type === BOOL && symbol.tri === YES;
}

const letters = ['n', 'm', 'y'] as const;

/** The value that the symbol would have if nobody asked for one. */
function defaultText(kconfig: Kconfig, symbol: Sym): string {
  evaluateVisibility(kconfig, symbol);
  evaluateSymbol(kconfig, kconfig.modules);
  const logical = symbol.type === BOOL || symbol.type === TRISTATE;
  const property = activeProperty(kconfig, symbol, 'default');
  let value: Tristate = NO;
  let text = '';
  if (property && logical) {
    value = lower(evaluateExpression(kconfig, property.value), property.visible);
  } else if (property?.value?.op === SYMBOL) {
    const source = property.value.symbol!;
    evaluateSymbol(kconfig, source);
    text = source.serial >= 0 && (source.type === BOOL || source.type === TRISTATE) ? 'n' : source.text;
  }
  if (logical) return letters[defaultTri(kconfig, symbol, value)];
  if (text === '' && kconfig.dialect.zeroNumbers) {
    if (symbol.type === INT) return '0';
    if (symbol.type === HEX) return '0x0';
  }
  return text;
}

function defaultTri(kconfig: Kconfig, symbol: Sym, given: Tristate): Tristate {
  let value = higher(given, symbol.selectedValue);
  if (value === MOD && !symbol.inChoice && kconfig.modules.tri === NO) value = YES;
  if (symbol.type === BOOL && value === MOD) value = YES;
  return higher(value, symbol.impliedValue);
}

/** The next entry of the whole tree, children first. */
export function following(menu: Menu): Menu | null {
  if (menu.child) return menu.child;
  let at: Menu | null = menu;
  while (at && !at.next) at = at.parent;
  return at?.next ?? null;
}
