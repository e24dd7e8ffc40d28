import type { NeverOptions } from './lifetimes.js';
import type { ModuleNames } from './modules.js';
import type { Profile, Rule } from './rule-data.js';

/** Everything that profiles/ says, as the build writes it for a fast start. */
export interface BuiltIn {
  /** Every rule once; a profile holds their places. */
  readonly rules: readonly Rule[];
  readonly profiles: readonly PackedProfile[];
  readonly modules: ModuleNames;
  readonly never: NeverOptions;
  /** SUSE's name of mainline's option, by the latter. */
  readonly suse: Readonly<Record<string, string>>;
}

/** A profile whose rules are places in the list of all rules, which most profiles share. */
type PackedProfile = Omit<Profile, 'rules'> & { readonly rules: readonly number[] };
