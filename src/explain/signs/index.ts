// Every sign by its name.
import { commandLineSigns } from './command-line.js';
import { configSigns } from './config.js';
import { domainSigns } from './domain.js';
import { imageSigns } from './image.js';
import { initramfsSigns } from './initramfs.js';
import { logSigns } from './log.js';
import { recordSigns } from './records.js';
import type { Signs } from './sign.js';
import { xenSigns } from './xen.js';

export const signs: Signs = {
  ...configSigns,
  ...domainSigns,
  ...commandLineSigns,
  ...imageSigns,
  ...initramfsSigns,
  ...logSigns,
  ...recordSigns,
  ...xenSigns,
};
