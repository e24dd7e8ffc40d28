// The boots that the lab observed, and the configs of the kernels it booted.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { have, shared } from '../corpus/shared.js';

export const here = have('lab/outcomes.json');

export interface Outcome {
  readonly name: string;
  readonly kernelVersion: string | null;
  readonly imageFormat: string;
  readonly xenVersion: string;
  readonly mode: string;
  readonly variant: string;
  readonly outcome: string;
  readonly evidenceLine?: string | null;
  readonly xlErrors?: readonly string[];
}

export const outcomes = here
  ? (JSON.parse(readFileSync(join(shared, 'lab/outcomes.json'), 'utf8')) as Outcome[])
  : [];

/** File names by the release in them, or by the name of the change. */
export const configs = new Map(
  here ? readdirSync(join(shared, 'lab/configs')).map(file => [file.replace('.config.gz', ''), file]) : [],
);

/** Where the root file system of that boot was: a guest's disk, or the initramfs that nearly all of them had. */
export function rootOf({ variant }: Outcome): 'disk' | 'initramfs' {
  return variant.includes('root=/dev/') ? 'disk' : 'initramfs';
}

/** The config of the kernel that was booted. */
export function configOf({ name, kernelVersion }: Outcome): string | undefined {
  // These boot base's image in another way: from a disk, or with too little memory.
  const kernel = name.replace(/\+rootdisk|-mem16|-rootdisk/, '');
  return configs.get(kernelVersion ?? '') ?? configs.get(`6.1.192-lab-${kernel}`);
}
