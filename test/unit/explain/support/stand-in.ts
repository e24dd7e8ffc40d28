// Small readers of well-behaved domain files and initramfs descriptions, for cases only.
import type {
  At,
  Disk,
  DomainFacts,
  DomainProblem,
  DomainValue,
  GuestType,
} from '../../../../src/domain/domain.js';
import type { InitramfsFacts } from '../../../../src/initramfs/initramfs.js';

/** `key = value`, a list over several lines, comments. */
export function readDomain(text: string): DomainFacts {
  const settings = new Map<string, At<DomainValue>>();
  const lines = text.split('\n');
  const disks: Disk[] = [];
  const interfaces: DomainFacts['interfaces'][number][] = [];
  const pci: At<string>[] = [];
  const serial: At<string>[] = [];
  const problems: DomainProblem[] = [];
  for (let index = 0; index < lines.length; index++) {
    const match = /^\s*(\w+)\s*=\s*(.*?)\s*(?:#.*)?$/.exec(lines[index]!);
    if (!match) continue;
    const [, key, rest] = match as unknown as [string, string, string];
    const line = index + 1;
    if (!rest.startsWith('[')) {
      settings.set(key, { value: scalar(rest), line });
      if (key === 'serial') serial.push({ value: String(scalar(rest)), line });
      continue;
    }
    const items: At<string>[] = [];
    let part = rest.slice(1);
    for (let at = index; ; part = lines[++at] ?? ']') {
      for (const [, one, other] of part.matchAll(/'([^']*)'|"([^"]*)"/g))
        items.push({ value: (one ?? other)!, line: at + 1 });
      if (/\]\s*(#.*)?$/.test(part) || at >= lines.length) {
        index = at;
        break;
      }
    }
    settings.set(key, { value: items.map(({ value }) => value), line });
    if (key === 'disk') disks.push(...items.map(disk));
    if (key === 'pci') pci.push(...items);
    if (key === 'vif')
      interfaces.push(
        ...items.map(item => {
          const part = (name: string) =>
            new RegExp(`(?:^|,)\\s*${name}=([^,]*)`).exec(item.value)?.[1] ?? null;
          return {
            line: item.line,
            text: item.value,
            bridge: part('bridge'),
            mac: part('mac'),
            model: part('model'),
            type: part('type'),
            script: part('script'),
          };
        }),
      );
  }
  const textOf = (key: string): At<string> | null => {
    const found = settings.get(key);
    return found && typeof found.value === 'string' ? { value: found.value, line: found.line } : null;
  };
  const numberOf = (key: string): At<number> | null => {
    const found = settings.get(key);
    return found && typeof found.value === 'number' ? { value: found.value, line: found.line } : null;
  };
  const [root, extra, cmdline] = [textOf('root'), textOf('extra'), textOf('cmdline')];
  if (cmdline)
    for (const [key, other] of [
      ['root', root],
      ['extra', extra],
    ] as const)
      if (other) problems.push({ code: 'overridden', line: other.line, key, other: 'cmdline', detail: '' });
  const builder = textOf('builder');
  const type = textOf('type') ?? (builder?.value === 'hvm' ? { value: 'hvm', line: builder.line } : null);
  if (builder && textOf('type') && (builder.value === 'hvm') !== (type!.value === 'hvm'))
    problems.push({ code: 'contradiction', line: type!.line, key: 'type', other: 'builder', detail: '' });
  return {
    syntax: 'xl',
    name: textOf('name'),
    type: type as At<GuestType> | null,
    kernel: textOf('kernel'),
    ramdisk: textOf('ramdisk'),
    commandLine:
      cmdline ??
      (root || extra
        ? {
            value: [root && `root=${root.value}`, extra?.value].filter(Boolean).join(' '),
            line: (root ?? extra)!.line,
          }
        : null),
    root,
    extra,
    bootloader: textOf('bootloader'),
    bootloaderArgs: [],
    firmware: textOf('firmware'),
    boot: textOf('boot'),
    memory: numberOf('memory'),
    maxmem: numberOf('maxmem'),
    vcpus: numberOf('vcpus'),
    maxvcpus: numberOf('maxvcpus'),
    disks,
    interfaces,
    pci,
    serial,
    deviceModel: textOf('device_model_version'),
    settings,
    problems,
  };
}

const scalar = (text: string): string | number =>
  /^-?\d+$/.test(text) ? Number(text) : text.replace(/^(['"])(.*)\1$/, '$2');

function disk({ value, line }: At<string>): Disk {
  const parts = value.split(',').map(part => part.trim());
  const named = (name: string) =>
    parts.find(part => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
  const plain = parts.filter(part => !part.includes('='));
  const old = /^(phy|file|tap2?|tap:\w+):/.exec(parts[0] ?? '');
  const vdev = named('vdev') ?? (old ? (plain[1] ?? null) : (plain[2] ?? null));
  const backend = named('backendtype') ?? old?.[1]?.replace(/2?:.*|2$/, '') ?? null;
  return {
    line,
    text: value,
    target: named('target') ?? (parts[0] ?? '').replace(/^(phy|file|tap2?|aio|qcow2?):(aio:)?/, ''),
    format: named('format'),
    device: vdev?.replace(/^ioemu:/, '').replace(/:cdrom$/, '') ?? null,
    access: null,
    backend: backend as Disk['backend'],
    cdrom: /:cdrom|(^|,)\s*(devtype=)?cdrom/.test(value),
    script: named('script'),
  };
}

export interface InitramfsRecipe {
  readonly release?: string;
  readonly modules?: readonly string[];
  readonly builtin?: readonly string[];
  readonly tools?: readonly string[];
  readonly init?: string | null;
  readonly maker?: InitramfsFacts['maker'];
  readonly size?: number;
  readonly unpackedSize?: number;
  readonly problems?: readonly InitramfsFacts['problems'][number]['code'][];
}

export function initramfsFacts(recipe: InitramfsRecipe): InitramfsFacts {
  const release = recipe.release ?? null;
  const name = (module: string) => module.replace(/-/g, '_');
  return {
    size: recipe.size ?? 20 << 20,
    archives: [{ offset: 0, compression: 'gzip', entries: 100, early: false }],
    maker: recipe.maker ?? null,
    releases: release === null ? [] : [release],
    modules: (recipe.modules ?? []).map(module => ({
      name: name(module),
      path: `lib/modules/${release}/kernel/drivers/${module}.ko`,
      compression: 'none',
      release,
    })),
    builtin: recipe.builtin ? new Set(recipe.builtin.map(name)) : null,
    listed: null,
    init: recipe.init === undefined ? 'init' : recipe.init,
    settings: new Map(),
    tools: recipe.tools ?? [],
    unpackedSize: recipe.unpackedSize ?? 60 << 20,
    problems: (recipe.problems ?? []).map(code => ({ code, offset: 0, detail: code })),
  };
}
