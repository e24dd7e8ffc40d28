// What the Xen of this boot accepts and supports.
import { usualVerdict } from '../../check/boot-paths.js';
import { evaluate, optionsOf, parseNeed } from '../../profiles/need.js';
import { inAny } from '../../xen/releases.js';
import { reasonArgs } from '../../xen/codes.js';
import { loaderVerdict } from '../../xen/answer.js';
import type { LoaderId, ProfileId, XenData } from '../../xen/data.js';
import { xenImage } from '../../xen/from-image.js';
import { reasonText } from '../../xen/sentences.js';
import type { LoaderVerdict } from '../../xen/verdict.js';
import { type Version, parseRanges } from '../../input/version.js';
import { type Answer, at, type Evidence, no, unknown, when, yes } from '../answer.js';
import { guestLoaderOf, innerLoader, loaderOfImage } from '../guest-loader.js';
import type { Scene } from '../inputs.js';
import { needFault } from './config.js';
import type { Signs } from './sign.js';

/** The loader that the domain file asks for; null: the profile's usual one. */
function loaderFor(scene: Scene, profile: ProfileId, xen: XenData): LoaderId | null {
  const { domain } = scene.inputs;
  const { mode, role, loaders } = xen.profiles[profile];
  if (!domain || role === 'dom0') return null;
  const inner = guestLoaderOf(scene.inputs);
  const asked: LoaderId | null =
    // Xen's tools load the loader itself; the loader then loads the kernel.
    inner && !loaderOfImage(scene.inputs.image!)
      ? innerLoader(inner, mode)
      : mode === 'hvm'
        ? domain.facts.kernel
          ? 'hvm-direct'
          : null
        : /(^|\/)pygrub$/.test(domain.facts.bootloader?.value ?? '')
          ? 'pygrub'
          : null;
  return asked !== null && loaders.includes(asked) ? asked : null;
}

const verdicts = new WeakMap<Scene, LoaderVerdict | null>();

/** The Xen release to judge by. If it is unknown, the newest known release, which refuses least. */
export const xenOrNewest = ({ target, knowledge }: Scene): string =>
  target.xen?.version.text ?? knowledge.xen.newest;

/** What the loader says to the image; null where image, role or mode are not known. Many signs ask: it is kept. */
export function verdictOf(scene: Scene): LoaderVerdict | null {
  let verdict = verdicts.get(scene);
  if (verdict === undefined) verdicts.set(scene, (verdict = askLoader(scene)));
  return verdict;
}

function askLoader(scene: Scene): LoaderVerdict | null {
  const { inputs, target, knowledge } = scene;
  const { image } = inputs;
  if (!image || !target.role || !target.mode) return null;
  const profile = `${target.role}-${target.mode}` as ProfileId;
  if (!(profile in knowledge.xen.profiles)) return null;
  const text = xenOrNewest(scene);
  const loader = loaderFor(scene, profile, knowledge.xen);
  if (loader === null) return usualVerdict(knowledge.xen, image.facts, profile, text).verdict;
  return loaderVerdict(knowledge.xen, { profile, loader, image: xenImage(image.facts) }, text);
}

function refuses(scene: Scene, about: string): Answer {
  const verdict = verdictOf(scene);
  if (!verdict) return unknown;
  const { image } = scene.inputs;
  if (!verdict.reason || (about !== '' && verdict.reason.code !== about)) return no();
  const { payload } = image!.facts;
  const packed = verdict.reason.code.startsWith('compression-') && payload;
  const text = reasonText(scene.knowledge.xen, verdict.reason);
  const xen = `Xen ${xenOrNewest(scene)}`;
  return yes({
    path: image!.path,
    line: null,
    offset: packed ? payload.offset : null,
    text: `${xen}: ${text}`,
  });
}

const rangesFault = (about: string) => (parseRanges(about) ? null : 'is no list of ranges');

function within(version: Version | null, from: Evidence | null, about: string): Answer {
  return version === null ? unknown : when(inAny(version, parseRanges(about)!), ...(from ? [from] : []));
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
    ask: scene => refuses(scene, ''),
  },
  'loader-needs': {
    about: 'the loader takes the image only under condition X',
    takes: 'a condition of src/xen/codes.ts: tools-library, xen-config-pv32, ...',
    ask(scene, about) {
      const verdict = verdictOf(scene);
      if (!verdict) return unknown;
      return when(verdict.conditions.some(({ code }) => code === about));
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
      const { low } = evaluate(need, option => {
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
    ask: ({ target: { arch } }, about) => (arch === null ? unknown : when(arch === about)),
  },
  role: {
    about: 'the boot is one of X',
    takes: 'dom0 or domu',
    ask: ({ target: { role } }, about) => (role === null ? unknown : when(role === about)),
  },
  mode: {
    about: 'the mode is X',
    takes: 'pv, pvh, hvm, arm or xenlinux',
    ask: ({ target: { mode }, inputs: { domain } }, about) =>
      mode === null
        ? unknown
        : when(
            mode === about,
            ...(domain?.facts.type ? [at(domain.path, domain.facts.type.line, `type = "${mode}"`)] : []),
          ),
  },
};
