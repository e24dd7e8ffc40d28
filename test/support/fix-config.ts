import {
  type SymbolChange,
  changeOf,
  createSearch,
  holds,
  settle,
  type Want,
  withoutNeedless,
} from '../../src/fix/fix.js';
import { applySettings } from '../../src/fix/settings.js';
import type { Kconfig } from '../../src/kconfig/values/state.js';

interface Fix {
  /** What to set, in the order found; each is needed. */
  readonly changes: readonly SymbolChange[];
  /** Wants for which nothing was found. */
  readonly failed: readonly Want[];
}

/**
 * Finds the change for the configuration read last, and leaves it set there: writing it gives the fixed .config.
 * Every want not in `failed` holds in what is written.
 */
export function fixConfig(kconfig: Kconfig, wants: readonly Want[]): Fix {
  const search = createSearch(kconfig);
  let settings = settle(search, [], wants);
  const satisfied = wants.filter(want => holds(search, want));
  settings = withoutNeedless(settings, fewer => {
    applySettings(search.start, fewer);
    return satisfied.every(want => holds(search, want));
  });
  applySettings(search.start, settings);
  return {
    changes: settings.map(setting => changeOf(search, setting)),
    failed: wants.filter(want => !satisfied.includes(want)),
  };
}
