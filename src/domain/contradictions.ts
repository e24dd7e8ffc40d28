import type { Located, DomainFacts } from './domain.js';
import type { Problems } from './problem.js';
import { isHvmLoader, typeFaults } from './type.js';
import { readDiskName, toInteger } from './vdev.js';

// xl looks at these for HVM guests only and says nothing of them for others (tools/xl/xl_parse.c, Xen 4.17).
const hvmOnly =
  `acpi_s3 acpi_s4 apic bios bios_path_override boot firmware_override gfx_passthru hdtype hpet mmio_hole
  serial soundhw spice stdvga usb usbdevice usbversion vga videoram viridian vpt_align xen_platform_pci`.split(
    /\s+/,
  );
const deviceModel = ['device_model', 'device_model_override', 'device_model_version'];

/** Keys that exclude, override or miss one another, whatever the Xen. */
export function findContradictions(facts: DomainFacts, problems: Problems): void {
  const { settings, type, kernel, bootloader } = facts;
  const add = problems.add;
  // No type at all is pv or, on Arm, pvh: what only an HVM guest has is for neither.
  const guest = type?.value ?? null;
  const hvm = guest === 'hvm';
  const written = facts.syntax !== 'libvirt';

  for (const { key, line, value, contradicts } of typeFaults(settings)) {
    if (contradicts) add('contradiction', 'two-types', line, key, { other: contradicts, text: value });
    else if (key === 'type' || facts.syntax === 'xl')
      add('bad-value', 'unknown-choice', line, key, { text: value });
  }
  const pvh = settings.get('pvh');
  if (pvh && settings.has('type')) add('contradiction', 'two-types', pvh.line, 'pvh', { other: 'type' });

  if (settings.has('cmdline') && written) {
    for (const key of ['root', 'extra'] as const) {
      const old = facts[key];
      if (old) add('overridden', 'cmdline-wins', old.line, key, { other: 'cmdline' });
    }
  }
  if (hvm) {
    if (bootloader) add('overridden', 'bootloader-unused', bootloader.line, 'bootloader', { other: 'type' });
    if (kernel && isHvmLoader(kernel))
      add('overridden', 'hvmloader', kernel.line, 'kernel', { other: 'firmware_override' });
  } else {
    starts(facts, problems);
    for (const key of hvmOnly) {
      const setting = settings.get(key);
      if (setting && written && toInteger(String(setting.value)) !== 0 && setting.value !== '')
        add('contradiction', 'hvm-only', setting.line, key, { other: 'type' });
    }
  }
  if (guest === 'pvh') {
    for (const key of deviceModel) {
      const setting = settings.get(key);
      if (setting && setting.value !== 'none')
        add('contradiction', 'hvm-only', setting.line, key, { other: 'type' });
    }
  } else {
    const shim = settings.get('pvshim');
    if (shim && shim.value !== 0) add('contradiction', 'pvh-only', shim.line, 'pvshim', { other: 'type' });
  }
  const timer = settings.get('timer_mode');
  if (timer && guest === 'pv')
    add('contradiction', 'not-for-pv', timer.line, 'timer_mode', { other: 'type' });

  exceeds(facts.memory, facts.maxmem, 'memory');
  exceeds(facts.vcpus, facts.maxvcpus, 'vcpus');
  if (!facts.name && !programmed(facts, 'name')) add('missing-key', 'no-name', 1, 'name');
  disks(facts, problems);

  function exceeds(
    small: Located<number> | null,
    large: Located<number> | null,
    key: 'memory' | 'vcpus',
  ): void {
    if (!small || !large || small.value <= large.value) return;
    const other = key === 'memory' ? 'maxmem' : 'maxvcpus';
    const detail = key === 'memory' ? 'memory-over-maxmem' : 'vcpus-over-maxvcpus';
    add('contradiction', detail, small.line, key, { other, text: `${small.value} > ${large.value}` });
  }
}

/** Would a program give the key its value? Then it can not be said to be missing. */
function programmed(facts: DomainFacts, key: string): boolean {
  return facts.problems.some(problem => problem.code === 'needs-program' && problem.key === key);
}

/** What a pv or pvh guest starts from: a kernel, a boot loader program, or pvgrub as `firmware`. */
function starts(facts: DomainFacts, problems: Problems): void {
  const { kernel, bootloader } = facts;
  const firmware = facts.settings.get('firmware');
  if (kernel && bootloader)
    problems.add('overridden', 'bootloader-wins', kernel.line, 'kernel', { other: 'bootloader' });
  if (firmware && facts.syntax !== 'libvirt') {
    if (kernel)
      problems.add('contradiction', 'kernel-and-firmware', firmware.line, 'firmware', { other: 'kernel' });
    const text = String(firmware.value);
    if (!'pvgrub32'.startsWith(text) && !'pvgrub64'.startsWith(text))
      problems.add('bad-value', 'firmware-choice', firmware.line, 'firmware', { other: 'type', text });
  }
  if (!kernel && !bootloader && !firmware && !programmed(facts, 'kernel') && !programmed(facts, 'bootloader'))
    problems.add('missing-key', 'no-kernel', facts.type?.line ?? 1, 'kernel');
  if (bootloader && facts.disks.length === 0 && !programmed(facts, 'disk'))
    problems.add('missing-key', 'no-disk', bootloader.line, 'disk', { other: 'bootloader' });
}

/** Two disks in one place: the same number, or for HVM guests names that Linux drivers map to the same disk. */
function disks(facts: DomainFacts, problems: Problems): void {
  const numbers = new Set<number>();
  const places = new Map<string, string>();
  for (const { device, line } of facts.disks) {
    const name = device === null ? null : readDiskName(device);
    if (!name || device === null) continue;
    if (numbers.has(name.number)) problems.add('contradiction', 'same-disk', line, 'disk', { text: device });
    numbers.add(name.number);
    if (facts.type?.value !== 'hvm' || name.disk === null || name.bus === 'sd') continue;
    const place = `${name.disk}.${name.partition}`;
    const other = places.get(place);
    if (other !== undefined && other !== name.bus)
      problems.add('contradiction', 'hd-and-xvd', line, 'disk', { text: device });
    places.set(place, name.bus);
  }
}
