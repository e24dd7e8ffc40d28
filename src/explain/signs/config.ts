// What a kernel's .config says.
import { judgeConfig } from '../../check/check.js';
import { needOf, type XenTarget } from '../../check/rule.js';
import { parseVersion } from '../../input/version.js';
import type { ConfigView } from '../../check/view.js';
import { moduleFile } from '../../profiles/modules.js';
import { evaluateNeed, optionsOf, parseNeed } from '../../profiles/need.js';
import { type Answer, at, type Evidence, no, unknown, answerIf, yes } from '../answer.js';
import { guestLoaderOf } from '../guest-loader.js';
import type { InputFile, SignContext } from '../inputs.js';
import { hasModule } from './initramfs.js';
import type { Signs } from './sign.js';

/** An option as its line in the config has it. */
export function optionEvidence({ path, facts: view }: InputFile<ConfigView>, option: string): Evidence {
  const actual = view.actual(option);
  const name = `CONFIG_${view.name(option)}`;
  const setting = view.setting(option);
  const value =
    actual === 'y' || actual === 'm'
      ? `${name}=${actual}`
      : actual === 'n'
        ? `${name} is not set`
        : actual === 'other'
          ? `${name}=${setting!.text}`
          : `no ${name}`;
  return at(path, view.line(option), value);
}

/** What is wrong with the text of a need; null if nothing is. */
export function needFault(text: string): string | null {
  try {
    parseNeed(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function needAnswer(given: InputFile<ConfigView>, text: string): Answer {
  const need = needOf(text);
  const { low, high } = evaluateNeed(need, option => given.facts.span(option));
  if (low === 0 && high > 0) return unknown;
  return answerIf(low > 0, ...[...optionsOf(need)].map(option => optionEvidence(given, option)));
}

/** Is the driver there before the root disk is? Built in, or a module in the initramfs. */
function driver(context: SignContext, option: string): Answer {
  const { config, initramfs, domain } = context.inputs;
  const view = config?.facts ?? null;
  const span = view?.span(option) ?? { low: 0, high: 2 };
  if (view && span.low === 2) return yes(optionEvidence(config!, option));
  if (view && span.high === 0) return no(optionEvidence(config!, option));
  const said = view && span.low === span.high ? [optionEvidence(config!, option)] : [];
  const module = moduleFile(
    context.knowledge.facts.modules,
    option,
    context.target.kernel,
    view?.kernel.flavour ?? 'pvops',
  ).replace(/\.ko$/, '');
  if (initramfs) {
    const held = hasModule(initramfs, module);
    // Without the config, a module that is not found may be built in.
    if (held.truth === 'no' && said.length === 0 && initramfs.facts.builtin === null) return unknown;
    return { truth: held.truth, evidence: [...said, ...held.evidence] };
  }
  if (said.length && domain?.facts.kernel && !domain.facts.ramdisk && !guestLoaderOf(context.inputs))
    return no(...said, at(domain.path, domain.facts.kernel.line, 'kernel= without ramdisk='));
  return unknown;
}

/** The Xen release for rules: the newest known if nothing names one, as in every check. */
export function xenTarget({ target, knowledge }: SignContext): XenTarget {
  return target.xen ?? { version: parseVersion(knowledge.xen.newest)!, given: false };
}

/** The first error of a rule of that id, in the profile of the boot. */
function fails(context: SignContext, id: string): Answer {
  const { config } = context.inputs;
  const { role, mode } = context.target;
  if (!config || !role || !mode) return unknown;
  const { knowledge } = context;
  const profile = knowledge.profiles.find(one => one.role === role && one.mode === mode);
  const rule = profile?.rules.find(one => one.id === id);
  if (!profile || !rule) return unknown;
  const { facts: view } = config;
  const result = judgeConfig(view.config, [{ ...profile, rules: [rule] }], knowledge.facts, {
    xen: xenTarget(context),
    root: 'any',
    ...(view.kernel.version && { kernel: view.kernel.version }),
    ...(view.kernel.arch !== null && { arch: view.kernel.arch }),
  });
  const found = result.findings.find(one => one.level === 'error' && 'rule' in one);
  if (found && 'option' in found && found.option !== null) return yes(optionEvidence(config, found.option));
  return view.config.kind === 'config' ? no() : unknown;
}

export const configSigns: Signs = {
  config: {
    about: 'the .config fulfils X; an option that it does not name counts as n',
    takes: 'a need as rules have it: "PVH=y && XEN_PVH=n"',
    fault: needFault,
    ask: ({ inputs }, about) => (inputs.config ? needAnswer(inputs.config, about) : unknown),
  },
  driver: {
    about: 'driver X is there when the root disk is looked for: built in, or a module in the initramfs',
    takes: 'an option without CONFIG_',
    fault: about => (/^[A-Z0-9_]+$/.test(about) ? null : 'is no option'),
    ask: driver,
  },
  check: {
    about: 'the .config fails rule X of the profile of this role and mode, at level error',
    takes: 'the id of a rule in profiles/*.yaml',
    ask: fails,
  },
  'config-given': {
    about: 'there is a whole .config',
    takes: null,
    ask: ({ inputs: { config } }) => answerIf(config?.facts.config.kind === 'config'),
  },
};
