import type { Evidence } from './answer.js';
import type { FailureMode } from './failure.js';

export type Strength = 'proves' | 'points' | 'hints';

export interface RankedCause {
  readonly mode: FailureMode;
  /** 0 to 1. */
  readonly confidence: number;
  /** The strongest thing that speaks for it. */
  readonly strength: Strength;
  readonly evidence: readonly Evidence[];
  readonly against: readonly Evidence[];
  /** A cause; else only possible. */
  readonly sure: boolean;
  /** More general modes that it stands for. */
  readonly folded: readonly string[];
}
