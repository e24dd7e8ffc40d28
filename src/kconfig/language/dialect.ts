// What changed between kernel releases. A tree's own scripts/kconfig tells, and where it is missing, its version.
import { atLeast, type Version } from '../../input/version.js';
import {
  commonKeywords,
  K_ALLNOCONFIG_Y,
  K_DEFCONFIG_LIST,
  K_ENV,
  K_HELP,
  K_OPTION,
  K_OPTIONAL,
  K_TRANSITIONAL,
} from './lexer.js';

export interface Dialect {
  /** Choices are lists of bool members of which the last one asked for wins, rather than symbols with a value. */
  readonly memberChoices: boolean;
  /** Values of expressions are kept until the next change, and expressions simplified in the form of 6.12. */
  readonly keepsValues: boolean;
  /** An int or hex without a value is 0 or 0x0 rather than empty. */
  readonly zeroNumbers: boolean;
  /** y, m and n have a type of their own: in comparisons with numbers they count as 2, 1 and 0 rather than as text. */
  readonly typedConstants: boolean;
  /** User values that are out of range are dropped when read, rather than bounded when used. */
  readonly dropsOutOfRange: boolean;
  /** `optional` in choices. */
  readonly optionalChoices: boolean;
  /** A choice may give its type. */
  readonly choiceTypes: boolean;
  /** A choice may still give "bool" with a prompt, where choices have no types. */
  readonly choiceBool: boolean;
  /** `option modules`, `option defconfig_list`, ... */
  readonly options: boolean;
  /** The symbol with `option defconfig_list` is written like any other. */
  readonly writesDefconfigList: boolean;
  /** `option env=`. */
  readonly environmentOption: boolean;
  /** Variables, functions and `$(shell)`; without them, $NAME in file names and the title is a symbol's value. */
  readonly macros: boolean;
  readonly transitional: boolean;
  /** `depends on A if B`. */
  readonly conditionalDepends: boolean;
  /** A dependency on a symbol being off ends the search for its submenu. */
  readonly negatedEndsSubmenu: boolean;
  /** A file may be included once only. */
  readonly singleInclusion: boolean;
  /** The report of a recursive inclusion stops where the circle closes. */
  readonly shortInclusionPath: boolean;
  /** A blank or second help text and a promptless menuconfig are errors. */
  readonly strictEntries: boolean;
  /** Report of a recursive dependency names each link's file and line. */
  readonly placedCycles: boolean;
  /** "A != y" of a bool A is always true. */
  readonly looseNotYes: boolean;
  /** `# end of` stands behind a menu in the .config. */
  readonly endComments: boolean;
  /** Empty menus have an end comment too, and comments don't. */
  readonly endsEmptyMenus: boolean;
  /** A bool or tristate that a default makes n is written, and a dependency of m counts as y. */
  readonly writesDefaultN: boolean;
  /** An implied symbol goes no further than its dependencies allow; before, it goes all the way where they allow m. */
  readonly boundsImplied: boolean;
  /** Circles of dependencies are reported, but are not errors. */
  readonly softCycles: boolean;
  /** A keyword is one only where it can stand; elsewhere it is a word, and so are "." and "/". */
  readonly placedKeywords: boolean;
  /** Titles, prompts and names of files may stand without quotes. */
  readonly bareTexts: boolean;
  /** `---help---`. */
  readonly dashedHelp: boolean;
  /** `# CONFIG_X is not set` is read as the value n, whatever the type. */
  readonly unsetIsValue: boolean;
  /** `#` and exactly one blank before `CONFIG_`. */
  readonly strictUnset: boolean;
  /** Carriage returns end lines wherever they stand, lines without `=` are reported. */
  readonly strippedLines: boolean;
  /** A symbol is written to a minimal .config once only. */
  readonly minimalOnce: boolean;
  /** Number of buckets of the table of symbols. */
  readonly buckets: number;
}

/** Reads a file of the tree; null if there is none. */
type ReadText = (path: string) => string | null;

/** The dialect of a tree, from its scripts/kconfig, or from its version where those are missing. */
export function dialectOf(read: ReadText, version: Version | null): Dialect {
  const source = (name: string): string => read(`scripts/kconfig/${name}`) ?? '';
  const lexer = source('lexer.l') || source('zconf.l');
  const words = source('kconf_id.c') || source('zconf.gperf');
  const parser = source('parser.y') || source('zconf.y');
  const expr = source('expr.h');
  const symbol = source('symbol.c');
  const menu = source('menu.c');
  const conf = source('confdata.c');
  if (expr === '' || symbol === '' || conf === '') return dialectOfVersion(version);
  const memberChoices = expr.includes('choice_members');
  const keepsValues = expr.includes('val_is_valid');
  return {
    memberChoices,
    keepsValues,
    zeroNumbers: symbol.includes('"0x0"'),
    typedConstants: /symbol_no = \{[^}]*S_TRISTATE/.test(symbol),
    dropsOutOfRange: /~\(SYMBOL_VALID\s*\|\s*SYMBOL_DEF_USER\)/.test(conf),
    optionalChoices: expr.includes('SYMBOL_OPTIONAL'),
    choiceTypes: !memberChoices,
    choiceBool: parser.includes('choice_option: T_BOOL'),
    options: lexer === '' ? !memberChoices : /"option"|T_OPTION\b/.test(lexer + parser),
    writesDefconfigList: menu.includes('T_OPT_DEFCONFIG_LIST') && !menu.includes('sym_defconfig_list->flags'),
    environmentOption: /T_OPT_ENV|env_option|"env"/.test(lexer + parser + words),
    macros: lexer === '' ? true : lexer.includes('ASSIGN_VAL'),
    transitional: expr.includes('SYMBOL_TRANS'),
    conditionalDepends: parser.includes('T_DEPENDS T_ON expr if_expr'),
    negatedEndsSubmenu: expr.includes('expr_contains_symbol_negated'),
    singleInclusion: source('util.c').includes('repeated inclusion'),
    shortInclusionPath: lexer.includes('current_file->parent') || lexer.includes('iter->parent'),
    strictEntries: parser.includes('zconf_error("menuconfig'),
    placedCycles: !symbol.includes('"error: recursive dependency'),
    looseNotYes: source('expr.c').includes('expr_alloc_one(E_NOT, e->left.expr)'),
    endComments: conf.includes('# end of '),
    endsEmptyMenus: conf.includes('end_check'),
    writesDefaultN: !/newval\.tri != no\)\s*sym->flags \|= SYMBOL_WRITE/.test(symbol),
    boundsImplied: !symbol.includes('sym->implied.tri == yes'),
    softCycles: symbol.includes('sym2 == sym)'),
    placedKeywords: source('lkc.h').includes('TF_COMMAND'),
    bareTexts: /^prompt:\s*T_WORD\b/m.test(parser),
    dashedHelp: (lexer + parser + words).includes('---help---'),
    unsetIsValue: /val = "n"/.test(conf),
    strictUnset: conf.includes("line[1] != ' '"),
    strippedLines: conf.includes('getline_stripped'),
    minimalOnce: conf.includes('conf_clear_written_flags'),
    buckets: keepsValues || source('internal.h').includes('14)') ? 1 << 14 : 9973,
  };
}

/**
 * The dialect of a release; that of the newest one for null. Up to 6.8, and at 6.12 and 7.3, each was held against the
 * sources and the results of that release's own tool; what lies between (6.9 to 6.11, 6.13 to 7.2) is from the history.
 */
export function dialectOfVersion(version: Version | null): Dialect {
  const since = (release: string): boolean => version === null || atLeast(version, release);
  // Seen in that update of a stable kernel; earlier ones and other stable kernels may have it too.
  const has = (update: string): boolean => {
    const [major, minor] = update.split('.');
    return version !== null && since(update) && !since(`${major}.${Number(minor) + 1}`);
  };
  return {
    memberChoices: since('6.11'),
    keepsValues: since('6.12'),
    zeroNumbers: since('6.8'),
    typedConstants: since('6.10') || has('5.10.262') || has('6.1.192'),
    dropsOutOfRange: !since('6.8'),
    optionalChoices: !since('6.11'),
    choiceTypes: !since('6.11'),
    choiceBool: since('6.11') && !since('6.18'),
    options: !since('5.13'),
    // Configs of 4.14 have it, the tool of 4.16 writes it no more.
    writesDefconfigList: !since('4.16'),
    environmentOption: !since('4.18'),
    macros: since('4.18'),
    transitional: since('6.18'),
    conditionalDepends: since('7.0'),
    negatedEndsSubmenu: since('7.0'),
    singleInclusion: since('7.0'),
    shortInclusionPath: !since('6.10'),
    strictEntries: since('6.14'),
    placedCycles: !since('6.10'),
    looseNotYes: since('6.12'),
    endComments: since('5.2'),
    endsEmptyMenus: since('5.18'),
    writesDefaultN: !since('4.17'),
    boundsImplied: since('5.7'),
    softCycles: !since('4.19'),
    placedKeywords: !since('5.0'),
    bareTexts: !since('5.6'),
    dashedHelp: !since('5.9'),
    unsetIsValue: since('6.8') || has('6.1.192'),
    strictUnset: since('6.8') || has('6.1.192'),
    strippedLines: since('6.8'),
    minimalOnce: since('7.2'),
    buckets: since('6.9') ? 1 << 14 : 9973,
  };
}

/** The words that the dialect's scanner knows. */
export function keywordsOf(dialect: Dialect): Map<string, number> {
  const words = new Map<string, number>(commonKeywords);
  if (dialect.optionalChoices) words.set('optional', K_OPTIONAL);
  if (dialect.transitional) words.set('transitional', K_TRANSITIONAL);
  if (dialect.options) {
    words.set('option', K_OPTION);
    words.set('defconfig_list', K_DEFCONFIG_LIST);
    words.set('allnoconfig_y', K_ALLNOCONFIG_Y);
  }
  if (dialect.dashedHelp) words.set('---help---', K_HELP);
  if (dialect.environmentOption) words.set('env', K_ENV);
  return words;
}
