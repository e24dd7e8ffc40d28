// What Xen takes from a device tree (docs/misc/arm/device-tree/booting.txt of Xen): command lines and domains.
import type { DeviceTreeFacts, Told, TreeDomain } from './record.js';

/** A node of a device tree. Values are texts; those that are no text are there as null. */
export interface TreeNode {
  readonly name: string;
  readonly line: number | null;
  /** A list of texts is joined by "\0". */
  readonly texts: Map<string, { readonly value: string | null; readonly line: number | null }>;
  readonly children: TreeNode[];
}

const compatible = (node: TreeNode, pattern: RegExp): boolean =>
  (node.texts.get('compatible')?.value ?? '').split('\0').some(one => pattern.test(one));

const kernel = /^(?:multiboot,kernel|xen,linux-zimage)$/;
const ramdisk = /^(?:multiboot,ramdisk|xen,linux-initrd)$/;

export function treeFacts(root: TreeNode): DeviceTreeFacts {
  const chosen = root.children.find(({ name }) => name === 'chosen');
  const told = (node: TreeNode | undefined, key: string): Told | null => {
    const found = node?.texts.get(key);
    return found && found.value !== null ? { value: found.value, line: found.line ?? 0 } : null;
  };
  const modules = chosen?.children ?? [];
  const dom0 = modules.find(one => compatible(one, kernel));
  const domains = modules
    .filter(one => compatible(one, /^xen,domain$/))
    .map((one): TreeDomain => {
      const own = one.children.find(child => compatible(child, kernel));
      return {
        name: one.name,
        line: one.line,
        commandLine: (told(own, 'bootargs') ?? told(one, 'bootargs'))?.value ?? null,
        hasKernel: own !== undefined,
        hasRamdisk: one.children.some(child => compatible(child, ramdisk)),
      };
    });
  const ofXen = told(chosen, 'xen,xen-bootargs');
  return {
    kind: 'device-tree',
    model: root.texts.get('model')?.value ?? null,
    // Without a line of its own, Xen's is bootargs, where dom0 has its own.
    xenCommandLine: ofXen ?? (dom0 || told(chosen, 'xen,dom0-bootargs') ? told(chosen, 'bootargs') : null),
    commandLine:
      told(chosen, 'xen,dom0-bootargs') ??
      told(dom0, 'bootargs') ??
      (ofXen ? told(chosen, 'bootargs') : null),
    hasDom0Kernel: dom0 !== undefined,
    domains,
  };
}
