// Remarks about the files of a boot, beside its causes.
import { imageKernel, isDamaged, isKernel } from '../check/image-kernel.js';
import type { Explanation } from '../explain/explain.js';
import { guestLoaderOf, loaderOfImage } from '../explain/guest-loader.js';
import type { Inputs } from '../explain/inputs.js';
import { lastName } from '../input/paths.js';
import { faultText } from '../check/image-words.js';
import { distributionOf } from '../support/distribution.js';
import type { ExplainReport } from './explain-report.js';
import { tool } from './report.js';

/**
 * Gives remarks about the files, a sentence each. Files that the domain file names are not read: they may be on another
 * machine.
 */
export function hintsOf(inputs: Inputs): string[] {
  const { domain, image, initramfs } = inputs;
  const hints: string[] = [];
  const kernel = image && imageKernel(image.facts);
  const fault = kernel && faultText(image.facts, kernel, isKernel(image.facts), isDamaged(image.facts));
  if (fault) hints.push(`${image.path} ${fault}.`);
  const documented = documentedAs(inputs);
  if (documented !== null)
    hints.push(
      `What is documented of ${documented} under Xen: ${tool.name} support "${documented.toLowerCase()}"`,
    );
  const loader = guestLoaderOf(inputs);
  const own = image && loaderOfImage(image);
  if (loader) {
    const place =
      loader.evidence.line === null
        ? loader.evidence.path
        : `${loader.evidence.path}:${loader.evidence.line} ${loader.evidence.text}`;
    const kernel =
      image && !own
        ? `${image.path} is taken for that kernel.`
        : "Add that kernel, its .config and its initramfs, from the guest's own disk, to have them looked at.";
    hints.push(
      `${place}: that is ${loader.name}, a boot loader which runs inside the guest and chooses its kernel there. ${kernel}`,
    );
  }
  if (!domain) return hints;
  const about = (key: 'kernel' | 'ramdisk', given: { readonly path: string } | null) => {
    const named = domain.facts[key];
    if (!named) return;
    const where = `${domain.path}:${named.line} names ${key} = "${named.value}"`;
    if (!given) hints.push(`${where}, which was not given; add the file to have it looked at.`);
    else if (lastName(given.path) !== lastName(named.value))
      hints.push(`${where}; ${given.path} was read for it.`);
  };
  if (!loader) about('kernel', image);
  about('ramdisk', initramfs);
  return hints;
}

/** Gives the last lines of the log that shows the boot, unless the boot is known to have succeeded. */
export function tailOf({ logs }: Inputs, { passed }: Explanation): ExplainReport['tail'] {
  if (passed.has('root')) return null;
  const log = logs.find(({ facts }) => (facts.speakers.get('kernel') ?? 0) > 0) ?? logs[0];
  return log && log.facts.tail.length > 1 ? { path: log.path, lines: log.facts.tail.slice(-6) } : null;
}

/** The system that the kernel belongs to, by the name that `support` has for it. */
function documentedAs({ config, image, logs }: Inputs): string | null {
  const other = { netbsd: 'NetBSD', freebsd: 'FreeBSD', 'mini-os': 'Mini-OS' } as const;
  const system = image?.facts.system;
  if (system && system in other) return other[system as keyof typeof other];
  const setting = (option: string) => config?.facts.config.settings.get(option)?.text ?? '';
  const found = distributionOf([
    image?.facts.version ?? '',
    image?.facts.banner ?? image?.facts.setup?.versionText ?? '',
    ...logs.flatMap(({ facts }) => facts.kernels.map(({ release }) => release)),
    setting('VERSION_SIGNATURE'),
    setting('BUILD_SALT'),
    setting('CC_VERSION_TEXT'),
  ]);
  return found && (found.release === null ? found.name : `${found.name} ${found.release}`);
}
