// The tokens of the Kconfig language, and its words.

export const END = 0;
export const EOL = 1;
export const WORD = 2;
export const QUOTED = 3;
export const VALUE = 4;
export const HELPTEXT = 5;
export const T_OR = 6;
export const T_AND = 7;
export const T_NOT = 8;
export const T_OPEN = 9;
export const T_CLOSE = 10;
export const T_EQUAL = 11;
export const T_UNEQUAL = 12;
export const T_LESS = 13;
export const T_LESS_EQUAL = 14;
export const T_GREATER = 15;
export const T_GREATER_EQUAL = 16;
export const T_COLON_EQUAL = 17;
export const T_PLUS_EQUAL = 18;
export const K_BOOL = 20;
export const K_CHOICE = 21;
export const K_COMMENT = 22;
export const K_CONFIG = 23;
export const K_DEF_BOOL = 24;
export const K_DEF_TRISTATE = 25;
export const K_DEFAULT = 26;
export const K_DEPENDS = 27;
export const K_ENDCHOICE = 28;
export const K_ENDIF = 29;
export const K_ENDMENU = 30;
export const K_HELP = 31;
export const K_HEX = 32;
export const K_IF = 33;
export const K_IMPLY = 34;
export const K_INT = 35;
export const K_MAINMENU = 36;
export const K_MENU = 37;
export const K_MENUCONFIG = 38;
export const K_MODULES = 39;
export const K_ON = 40;
export const K_OPTION = 41;
export const K_OPTIONAL = 42;
export const K_PROMPT = 43;
export const K_RANGE = 44;
export const K_SELECT = 45;
export const K_SOURCE = 46;
export const K_STRING = 47;
export const K_TRISTATE = 48;
export const K_VISIBLE = 49;
export const K_TRANSITIONAL = 50;
export const K_DEFCONFIG_LIST = 51;
export const K_ALLNOCONFIG_Y = 52;
export const K_ENV = 53;

/** The words that every release knows. */
export const commonKeywords: readonly (readonly [string, number])[] = [
  ['bool', K_BOOL],
  ['choice', K_CHOICE],
  ['comment', K_COMMENT],
  ['config', K_CONFIG],
  ['def_bool', K_DEF_BOOL],
  ['def_tristate', K_DEF_TRISTATE],
  ['default', K_DEFAULT],
  ['depends', K_DEPENDS],
  ['endchoice', K_ENDCHOICE],
  ['endif', K_ENDIF],
  ['endmenu', K_ENDMENU],
  ['help', K_HELP],
  ['hex', K_HEX],
  ['if', K_IF],
  ['imply', K_IMPLY],
  ['int', K_INT],
  ['mainmenu', K_MAINMENU],
  ['menu', K_MENU],
  ['menuconfig', K_MENUCONFIG],
  ['modules', K_MODULES],
  ['on', K_ON],
  ['prompt', K_PROMPT],
  ['range', K_RANGE],
  ['select', K_SELECT],
  ['source', K_SOURCE],
  ['string', K_STRING],
  ['tristate', K_TRISTATE],
  ['visible', K_VISIBLE],
];
