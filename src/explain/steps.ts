import { type Stage, stages } from '../profiles/rule-data.js';

/**
 * The way of a boot in order: the stages, before `load` what the tools and a boot loader in dom0 do, and after `root` the first
 * program.
 */
export type Step = Stage | 'toolstack' | 'bootloader' | 'init';
export const steps: readonly Step[] = [
  'toolstack',
  'bootloader',
  ...stages.flatMap((stage): Step[] => (stage === 'root' ? ['root', 'init'] : [stage])),
];

/** What a report calls the step: one of the stages. */
export function stageOf(step: Step): Stage {
  if (step === 'toolstack' || step === 'bootloader') return 'load';
  return step === 'init' ? 'root' : step;
}

/** A boot that fails here goes no further; a mute console or a missing network does not hold up what comes after. */
const stopping: ReadonlySet<Step> = new Set(['toolstack', 'bootloader', 'load', 'start', 'root', 'init']);

export const isStopping = (step: Step): boolean => stopping.has(step);

/** Has a boot that got through `passed` shown that nothing failed at `step`? */
export function isPast(step: Step, passed: ReadonlySet<Step>): boolean {
  if (passed.has(step)) return true;
  const index = steps.indexOf(step);
  return (
    stopping.has(step) && steps.some((later, at) => at > index && stopping.has(later) && passed.has(later))
  );
}
