// Configs that between them bring out every kind of finding.
import { kernelText, xenlinux } from './kernel-config.js';

export const samples: Readonly<Record<string, string>> = {
  'all.config': kernelText(),
  'modules.config': kernelText({
    changes: { XEN_BLKDEV_FRONTEND: 'm', EXT4_FS: 'm', EXT3_FS: 'm', XFS_FS: 'm', BTRFS_FS: 'm' },
  }),
  'bare.config': kernelText({
    changes: { XEN: 'n', XEN_PV: null, XEN_PVH: null, PARAVIRT: 'n', HYPERVISOR_GUEST: 'n' },
  }),
  'guest.config': kernelText({ changes: { XEN_DOM0: 'n', ATA: 'y', USB: 'y', SOUND: 'm' } }),
  'no-xenfs.config': kernelText({ changes: { XENFS: 'n', HVC_XEN: 'm' } }),
  'no-initramfs.config': kernelText({ version: '6.12.1', changes: { BLK_DEV_INITRD: 'n', XEN_DOM0: 'n' } }),
  'lines.config': `${kernelText()}CONFIG_XEN=y\n# CONFIG_XEN_PV is not set\nwhat is this\n`,
  'i386.config': kernelText({
    arch: 'i386',
    version: '3.2.1',
    changes: { X86_PAE: 'n', HIGHMEM64G: 'n', HIGHMEM_64G: 'y' },
  }),
  'arm64.config': kernelText({ arch: 'arm64', version: '6.12.1', changes: { EFI_ZBOOT: 'y' } }),
  'zstd.config': kernelText({ changes: { KERNEL_GZIP: 'n', KERNEL_ZSTD: 'y' } }),
  'bzip2.config': kernelText({ changes: { KERNEL_GZIP: 'n', KERNEL_BZIP2: 'y' } }),
  'old.config': kernelText({ version: '2.6.18.8', changes: xenlinux }),
  'a.fragment': 'CONFIG_XEN=y\nCONFIG_XEN_PV=maybe\n',
  'foreign.fragment':
    '# Linux/x86_64 6.1.0 Kernel Configuration\nCONFIG_X86_64=y\nCONFIG_PARAVIRT_GUEST=y\nCONFIG_XEN_TMEM=y\n',
  'noversion.config': kernelText().replace(/^# Linux.*$/m, '#'),
};
