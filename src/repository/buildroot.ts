// Buildroot's defconfigs: each names the kernel configs that it builds with, the kernel's version and the architecture.
import type { Version } from '../input/version.js';
import { kernelVersion } from './kernel-version.js';

export interface BuildrootKernel {
  /** Paths of configs and fragments, as the file has them. */
  readonly configs: readonly string[];
  readonly version: Version | null;
  readonly arch: string | null;
}

const arches: Readonly<Record<string, string>> = {
  x86_64: 'x86_64',
  i386: 'i386',
  aarch64: 'arm64',
  aarch64_be: 'arm64',
  arm: 'arm',
  armeb: 'arm',
  riscv: 'riscv',
  powerpc: 'powerpc',
  powerpc64: 'powerpc',
  powerpc64le: 'powerpc',
  mips: 'mips',
  mipsel: 'mips',
  mips64: 'mips',
  mips64el: 'mips',
  s390x: 's390',
  loongarch64: 'loongarch',
};

/** Reads a Buildroot defconfig; null if it builds no kernel with a config of its own. */
export function readBuildroot(text: string): BuildrootKernel | null {
  const value = (name: string) => new RegExp(`^${name}="([^"\\n]*)"`, 'm').exec(text)?.[1] ?? '';
  const configs = ['CUSTOM_CONFIG_FILE', 'CONFIG_FRAGMENT_FILES'].flatMap(name =>
    value(`BR2_LINUX_KERNEL_${name}`).split(/\s+/).filter(Boolean),
  );
  if (configs.length === 0) return null;
  const headers = /^BR2_PACKAGE_HOST_LINUX_HEADERS_CUSTOM_(\d+)_(\d+)=y/m.exec(text);
  const said = [
    value('BR2_LINUX_KERNEL_CUSTOM_VERSION_VALUE'),
    // Names of tags and archives hold it somewhere: xlnx_rebase_v6.18_LTS.
    /(?:^|[^\d.])v?(\d+\.\d+(?:\.\d+)?)(?![\d.]*\d)/.exec(
      value('BR2_LINUX_KERNEL_CUSTOM_REPO_VERSION') || value('BR2_LINUX_KERNEL_CUSTOM_TARBALL_LOCATION'),
    )?.[1] ?? '',
    headers ? `${headers[1]}.${headers[2]}` : '',
  ];
  const arch = [...text.matchAll(/^BR2_(\w+)=y/gm)].map(([, name]) => arches[name!]).find(Boolean);
  return {
    configs,
    version: said.map(kernelVersion).find(version => version !== null) ?? null,
    arch: arch ?? null,
  };
}
