import type { Facts } from '../check/apply.js';
import type { XenTarget } from '../check/rule.js';
import type { ConfigView } from '../check/view.js';
import type { Config } from '../config/config.js';
import type { DomainFacts } from '../domain/domain.js';
import type { ImageFacts } from '../image/facts.js';
import type { InitramfsFacts } from '../initramfs/initramfs.js';
import type { Version } from '../input/version.js';
import type { BootFacts } from '../log/log.js';
import type { Regression } from '../profiles/regression.js';
import type { RecordFacts } from '../records/record.js';
import type { Mode, Profile, Role } from '../profiles/rule-data.js';
import type { XenData } from '../xen/data.js';
import type { Evidence } from './answer.js';
import type { GuestSystem } from './event.js';
import type { FailureData } from './failure.js';
import type { Message } from './message.js';

/** Facts, and the path of the file that they were read from, as the user gave it. */
export interface InputFile<T> {
  readonly path: string;
  readonly facts: T;
}

/** The files given; null for a kind of file that was not given. */
export interface Inputs {
  readonly config: InputFile<ConfigView> | null;
  readonly image: InputFile<ImageFacts> | null;
  readonly initramfs: InputFile<InitramfsFacts> | null;
  readonly domain: InputFile<DomainFacts> | null;
  /** Of each log the one boot that is explained. */
  readonly logs: readonly InputFile<BootFacts>[];
  /** The .config of the hypervisor itself. */
  readonly hypervisor: InputFile<Config> | null;
  /** Menus of boot loaders and output of programs. */
  readonly records: readonly InputFile<RecordFacts>[];
}

/** What the user said about the boot; whatever is absent is taken from the files. */
export interface Flags {
  readonly xen?: Version;
  readonly kernel?: Version;
  readonly arch?: string;
  readonly role?: Role;
  readonly mode?: Mode;
}

/** The boot that is to be explained, as far as it is known. */
export interface Target {
  readonly xen: XenTarget | null;
  readonly kernel: Version | null;
  /** The files that the versions were read from; null if the user gave the version, or nothing does. */
  readonly xenFrom: Evidence | null;
  readonly kernelFrom: Evidence | null;
  /** As configs call it: x86_64, i386, arm64, arm. */
  readonly arch: string | null;
  readonly role: Role | null;
  readonly mode: Mode | null;
  /** What runs, where something tells: rules about Linux say nothing of another kernel. */
  readonly system: GuestSystem | null;
}

/** The data that answers rest on, apart from the inputs. */
export interface ExplainData {
  readonly failures: FailureData;
  readonly xen: XenData;
  readonly messages: readonly Message[];
  readonly profiles: readonly Profile[];
  readonly regressions: readonly Regression[];
  readonly facts: Facts;
}

/** Everything a sign may look at. */
export interface SignContext {
  readonly inputs: Inputs;
  readonly target: Target;
  readonly knowledge: ExplainData;
}
