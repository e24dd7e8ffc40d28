import { fileURLToPath } from 'node:url';

/** The folder of package.json; compiled tests run from build/test/unit/support/. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const command = `${root}bin/xen-checkconfig.js`;
