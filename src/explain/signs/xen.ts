// What the Xen of this boot accepts and supports.
import { usualVerdict } from '../../check/boot-paths.js';
import { evaluateNeed, optionsOf, parseNeed } from '../../profiles/need.js';
import { inAny } from '../../xen/releases.js';
import { reasonArgs } from '../../xen/codes.js';
import { loaderVerdict } from '../../xen/answer.js';
import type { LoaderId, ProfileId, XenData } from '../../xen/data.js';
import { xenImage } from '../../xen/from-image.js';
import { reasonText } from '../../xen/sentences.js';
import type { LoaderVerdict } from '../../xen/verdict.js';
import { type Version, parseRanges } from '../../input/version.js';
import { type Answer, at, type Evidence, no, unknown, answerIf, yes } from '../answer.js';
import { guestLoaderOf, innerLoader, loaderOfImage } from '../guest-loader.js';
import type { SignContext } from '../inputs.js';
import { systemsOf } from '../system.js';
import { type SystemName, systemNames } from '../system-names.js';
import { needFault } from './config.js';
import type { Signs } from './sign.js';

/** The loader that the domain file asks for; null: the profile's usual one. */
function loaderFor(context: SignContext, profile: ProfileId, xen: XenData): LoaderId | null {
  const { domain } = context.inputs;
  const { mode, role, loaders } = xen.profiles[profile];
  if (!domain || role === 'dom0') return null;
  const inner = guestLoaderOf(context.inputs);
  const requested: LoaderId | null =
    // Xen's tools load the loader itself; the loader then loads the kernel.
    inner && !loaderOfImage(context.inputs.image!)
      ? innerLoader(inner, mode)
      : mode === 'hvm'
        ? domain.facts.kernel
          ? 'hvm-direct'
          : null
        : /(^|\/)pygrub$/.test(domain.facts.bootloader?.value ?? '')
          ? 'pygrub'
          : null;
  return requested !== null && loaders.includes(requested) ? requested : null;
}

const verdicts = new WeakMap<SignContext, LoaderVerdict | null>();

/** The Xen release to judge by. If it is unknown, the newest known release, which refuses least. */
export const xenOrNewest = ({ target, knowledge }: SignContext): string =>
  target.xen?.version.text ?? knowledge.xen.newest;

/** What the loader says to the image; null where image, role or mode are not known. Many signs ask: it is kept. */
export function loaderVerdictOf(context: SignContext): LoaderVerdict | null {
  let verdict = verdicts.get(context);
  if (verdict === undefined) verdicts.set(context, (verdict = askLoader(context)));
  return verdict;
}

function askLoader(context: SignContext): LoaderVerdict | null {
  const { inputs, target, knowledge } = context;
  const { image } = inputs;
  if (!image || !target.role || !target.mode) return null;
  const profile = `${target.role}-${target.mode}` as ProfileId;
  if (!(profile in knowledge.xen.profiles)) return null;
  const text = xenOrNewest(context);
  const loader = loaderFor(context, profile, knowledge.xen);
  if (loader === null) return usualVerdict(knowledge.xen, image.facts, profile, text).verdict;
  return loaderVerdict(knowledge.xen, { profile, loader, image: xenImage(image.facts) }, text);
}

function refuses(context: SignContext, about: string): Answer {
  const verdict = loaderVerdictOf(context);
  if (!verdict) return unknown;
  const { image } = context.inputs;
  if (!verdict.reason || (about !== '' && verdict.reason.code !== about)) return no();
  const { payload } = image!.facts;
  const packed = verdict.reason.code.startsWith('compression-') && payload;
  const text = reasonText(context.knowledge.xen, verdict.reason);
  const xen = `Xen ${xenOrNewest(context)}`;
  return yes({
    path: image!.path,
    line: null,
    offset: packed ? payload.offset : null,
    text: `${xen}: ${text}`,
  });
}

const rangesFault = (about: string) => (parseRanges(about) ? null : 'is no list of ranges');

function within(version: Version | null, from: Evidence | null, about: string): Answer {
  return version === null ? unknown : answerIf(inAny(version, parseRanges(about)!), ...(from ? [from] : []));
}

export const xenSigns: Signs = {
  loader: {
    about: 'the loader of this Xen refuses the image in this role and mode, for reason X',
    takes: 'a reason of src/xen/codes.ts: compression-too-new, no-pvh-entry, ...',
    fault: about => (about in reasonArgs ? null : 'is no reason of src/xen/codes.ts'),
    ask: refuses,
  },
  'loader-refuses': {
    about: 'the loader of this Xen refuses the image in this role and mode',
    takes: null,
    ask: context => refuses(context, ''),
  },
  'loader-needs': {
    about: 'the loader takes the image only under condition X',
    takes: 'a condition of src/xen/codes.ts: tools-library, xen-config-pv32, ...',
    ask(context, about) {
      const verdict = loaderVerdictOf(context);
      if (!verdict) return unknown;
      return answerIf(verdict.conditions.some(({ code }) => code === about));
    },
  },
  'xen-version': {
    about: 'the Xen is one of X',
    takes: 'ranges of releases: "..4.14", "4.18.5..4.18, 4.20.."',
    fault: rangesFault,
    ask: ({ target }, about) => within(target.xen?.version ?? null, target.xenFrom, about),
  },
  'kernel-version': {
    about: 'the kernel is one of X',
    takes: 'ranges of releases: "6.12.."',
    fault: rangesFault,
    ask: ({ target }, about) => within(target.kernel, target.kernelFrom, about),
  },
  hypervisor: {
    about: "the hypervisor's own .config fulfils X",
    takes: 'a need: "PV32=n"',
    fault: needFault,
    ask({ inputs: { hypervisor } }, about) {
      if (!hypervisor) return unknown;
      const { settings } = hypervisor.facts;
      const need = parseNeed(about);
      const { low } = evaluateNeed(need, option => {
        const tri = settings.get(option)?.tri ?? 0;
        return { low: tri, high: tri };
      });
      const said = [...optionsOf(need)].map(option => {
        const found = settings.get(option);
        const value = !found ? 'is not named' : found.tri === 0 ? 'is not set' : `= ${found.text}`;
        return at(hypervisor.path, found?.line ?? null, `CONFIG_${option} ${value}`);
      });
      return low > 0 ? yes(...said) : no(...said);
    },
  },
  arch: {
    about: 'the kernel is one for X',
    takes: 'x86_64, i386, arm64 or arm',
    ask: ({ target: { arch } }, about) => (arch === null ? unknown : answerIf(arch === about)),
  },
  system: {
    about: 'the host is one of X, or its toolstack',
    takes: 'a system of src/explain/system-names.ts: qubes, xcp-ng, ec2, xm, virsh, debian, ...',
    fault: about => (systemNames.some(name => name === about) ? null : 'is no system'),
    ask: ({ inputs, target }, about) =>
      systemsOf(inputs, target).host.has(about as SystemName) ? yes() : unknown,
  },
  role: {
    about: 'the boot is one of X',
    takes: 'dom0 or domu',
    ask: ({ target: { role } }, about) => (role === null ? unknown : answerIf(role === about)),
  },
  mode: {
    about: 'the mode is X',
    takes: 'pv, pvh, hvm, arm or xenlinux',
    ask: ({ target: { mode }, inputs: { domain } }, about) =>
      mode === null
        ? unknown
        : answerIf(
            mode === about,
            ...(domain?.facts.type ? [at(domain.path, domain.facts.type.line, `type = "${mode}"`)] : []),
          ),
  },
};
