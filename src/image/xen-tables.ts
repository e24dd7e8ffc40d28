// What Xen's public headers name (elfnote.h, features.h; numbers and names of every release up to 4.22).

type NoteKind = 'string' | 'number' | 'words' | 'pairs';

/** Note types by number. */
export const noteTypes: readonly { readonly name: string; readonly kind: NoteKind }[] = [
  { name: 'INFO', kind: 'string' },
  { name: 'ENTRY', kind: 'number' },
  { name: 'HYPERCALL_PAGE', kind: 'number' },
  { name: 'VIRT_BASE', kind: 'number' },
  { name: 'PADDR_OFFSET', kind: 'number' },
  { name: 'XEN_VERSION', kind: 'string' },
  { name: 'GUEST_OS', kind: 'string' },
  { name: 'GUEST_VERSION', kind: 'string' },
  { name: 'LOADER', kind: 'string' },
  { name: 'PAE_MODE', kind: 'string' },
  { name: 'FEATURES', kind: 'string' },
  { name: 'BSD_SYMTAB', kind: 'string' },
  { name: 'HV_START_LOW', kind: 'number' },
  { name: 'L1_MFN_VALID', kind: 'pairs' },
  { name: 'SUSPEND_CANCEL', kind: 'number' },
  { name: 'INIT_P2M', kind: 'number' },
  { name: 'MOD_START_PFN', kind: 'number' },
  { name: 'SUPPORTED_FEATURES', kind: 'number' },
  { name: 'PHYS32_ENTRY', kind: 'number' },
  { name: 'PHYS32_RELOC', kind: 'words' },
];

/** Features by bit. `inString`: the loader knows the name in a FEATURES text. */
export const featureBits: readonly {
  readonly bit: number;
  readonly name: string;
  readonly inString: boolean;
}[] = [
  { bit: 0, name: 'writable_page_tables', inString: true },
  { bit: 1, name: 'writable_descriptor_tables', inString: true },
  { bit: 2, name: 'auto_translated_physmap', inString: true },
  { bit: 3, name: 'supervisor_mode_kernel', inString: true },
  { bit: 4, name: 'pae_pgdir_above_4gb', inString: true },
  { bit: 5, name: 'mmu_pt_update_preserve_ad', inString: false },
  { bit: 6, name: 'highmem_assist', inString: false },
  { bit: 7, name: 'gnttab_map_avail_bits', inString: false },
  { bit: 8, name: 'hvm_callback_vector', inString: true },
  { bit: 9, name: 'hvm_safe_pvclock', inString: false },
  { bit: 10, name: 'hvm_pirqs', inString: false },
  { bit: 11, name: 'dom0', inString: true },
  { bit: 13, name: 'memory_op_vnode_supported', inString: false },
  { bit: 14, name: 'ARM_SMCCC_supported', inString: false },
  { bit: 15, name: 'linux_rsdp_unrestricted', inString: false },
  { bit: 16, name: 'not_direct_mapped', inString: false },
  { bit: 17, name: 'direct_mapped', inString: false },
  { bit: 18, name: 'runstate_phys_area', inString: false },
  { bit: 19, name: 'vcpu_time_phys_area', inString: false },
  { bit: 20, name: 'dm_msix_all_writes', inString: false },
];
