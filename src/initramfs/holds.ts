import type { InitramfsFacts } from './initramfs.js';

const asName = (module: string) => module.replace(/\.ko$/, '').replaceAll('-', '_');

/** The path of a module ("xen-blkfront", "xen-blkfront.ko") in an initramfs; null if it is not there. */
export function moduleIn({ modules }: Pick<InitramfsFacts, 'modules'>, module: string): string | null {
  const name = asName(module);
  return modules.find(one => one.name === name)?.path ?? null;
}

/** Does its own list, modules.builtin, say that the kernel has the module built in? */
export function isBuiltIn({ builtin }: Pick<InitramfsFacts, 'builtin'>, module: string): boolean {
  return builtin?.has(asName(module)) === true;
}
