// How the files of a kernel repository make configs, by its style: what docs/repositories says, read from the tree.
import type { Files } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import { joinPath, lastName, parentOf } from '../input/paths.js';
import { platform } from '../platform/platform.js';
import type { MergePlan } from './repository.js';
import { styleOf } from './styles.js';

/** Paths are relative to the folder that was looked at. */
export interface Layout {
  readonly style: string;
  /** Its page below docs/repositories. */
  readonly page: string;
  readonly files: readonly string[];
  readonly merge: readonly MergePlan[];
}

type Plan = Pick<Layout, 'files' | 'merge'>;

/** A folder as planners see it: by paths below it; what cannot be read is not there. */
interface Folder {
  has(path: string): boolean;
  names(path: string): string[];
  text(path: string): Promise<string>;
}

/** Bytes of a file that describes configs, or of a fragment. */
const textLimit = 4 << 20;

/** The layout of a folder whose files make configs only together; null for any other. What cannot be read is not there. */
export async function layoutOf(top: string, files: Files): Promise<Layout | null> {
  const folder: Folder = {
    has: path => files.kind(joinPath(top, path)) !== null,
    names(path) {
      try {
        return files.names(joinPath(top, path));
      } catch (error) {
        if (error instanceof InputError) return [];
        throw error;
      }
    },
    async text(path) {
      try {
        return platform().utf8(await files.read(joinPath(top, path), textLimit));
      } catch (error) {
        if (error instanceof InputError) return '';
        throw error;
      }
    },
  };
  const style = styleOf(folder.has) ?? { name: "Yocto's kernel metadata", page: 'yocto' };
  const descriptions = async () => machines(top, files, folder);
  const plan = style.page === 'yocto' ? await descriptions() : await planners[style.page]?.(folder);
  if (!plan || plan.files.length + plan.merge.length === 0) return null;
  return { style: style.name, page: style.page, ...plan };
}

/** More descriptions than these are a collection for every machine, of which nobody builds all. */
const mostMachines = 200;

/** Yocto's descriptions of a machine; the others are parts of these. */
async function machines(top: string, files: Files, folder: Folder): Promise<Plan> {
  const found = await files.expand([top], { names: ['*.scc'], kind: 'descriptions' });
  const paths = found.filter(({ problem }) => problem === null).map(({ path }) => files.relative(path, top));
  const own: string[] = [];
  for (const path of paths.slice(0, mostMachines))
    if (/^[ \t]*define[ \t]+KMACHINE[ \t]/m.test(await folder.text(path))) own.push(path);
  return { files: own, merge: [] };
}

const planners: Readonly<Record<string, (folder: Folder) => Plan | Promise<Plan>>> = {
  debian,
  fedora,
  opensuse,
  openwrt,
  qubes: () => ({ files: [], merge: [{ name: 'vm', files: ['config-base', 'config-qubes'] }] }),
  ubuntu,
};

/** Debian's architectures that Xen runs on, each with what its kernel calls it. */
const debianArches: Readonly<Record<string, string>> = {
  amd64: 'x86',
  i386: 'x86',
  arm64: 'arm64',
  armhf: 'arm',
  armel: 'arm',
};

/** debian/README.source: common, the kernel's architecture, the architecture, the flavour. */
async function debian(folder: Folder): Promise<Plan> {
  const top = ['debian/config', 'config', '.'].find(path => folder.has(joinPath(path, 'kernelarch-x86')))!;
  const at = (path: string) => joinPath(top, path);
  const merge: MergePlan[] = [];
  for (const [arch, kernelArch] of Object.entries(debianArches)) {
    if (!folder.has(at(`${arch}/config`))) continue;
    const layers = ['config', `kernelarch-${kernelArch}/config`, `${arch}/config`].filter(path =>
      folder.has(at(path)),
    );
    const defines = await folder.text(at(`${arch}/defines`));
    const flavours = folder.names(at(arch)).flatMap(name => /^config\.([\w.-]+)$/.exec(name)?.[1] ?? []);
    const own = (flavour: string) => {
      const listed = listIn(defines, `${flavour}_image`, 'configs');
      if (listed.length > 0) return listed;
      // config.cloud is that of cloud-amd64.
      return [`config.${flavour.split('-')[0]}`, `${arch}/config.${flavour}`];
    };
    const plan = (name: string, files: readonly string[]) =>
      merge.push({ name, files: files.filter(path => folder.has(at(path))).map(at), arch });
    if (!flavours.includes(arch)) plan(arch, layers);
    for (const flavour of flavours) plan(flavour, [...layers, ...own(flavour)]);
  }
  return { files: [], merge };
}

/** The words of a key in a section of Debian's "defines", which continues on lines that are indented. */
function listIn(text: string, section: string, key: string): string[] {
  let isInside = false;
  let isKey = false;
  const found: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('[')) isInside = line.trim() === `[${section}]`;
    if (!/^\s/.test(line)) isKey = isInside && line.startsWith(`${key}:`);
    if (isKey) found.push(...line.replace(/^\w+:/, '').split(/\s+/).filter(Boolean));
  }
  return found;
}

function fedora(folder: Folder): Plan {
  const top = ['redhat/configs', 'configs', '.'].find(path =>
    folder.names(path).some(name => name.startsWith('priority.')),
  );
  const names =
    top === undefined ? [] : folder.names(top).filter(name => /^priority\.(fedora|rhel)$/.test(name));
  return { files: names.map(name => joinPath(top!, name)), merge: [] };
}

function ubuntu(folder: Folder): Plan {
  const own = folder
    .names('.')
    .flatMap(name => (name.startsWith('debian.') ? [`${name}/config/annotations`] : []));
  const files = [...own, 'config/annotations', 'annotations'].filter(folder.has);
  return { files, merge: [] };
}

const suseArches = ['x86_64', 'i386', 'arm64', 'armv6hl', 'armv7hl'];

/** A flavour is a whole config, or holds only what differs from default. */
async function opensuse(folder: Folder): Promise<Plan> {
  const top = folder.has('config/x86_64/default') ? 'config' : '.';
  const files: string[] = [];
  const merge: MergePlan[] = [];
  for (const arch of suseArches) {
    const base = joinPath(top, arch, 'default');
    if (!folder.has(base)) continue;
    files.push(base);
    const size = lines(await folder.text(base));
    for (const flavour of folder.names(joinPath(top, arch)).filter(name => name !== 'default')) {
      const path = joinPath(top, arch, flavour);
      const own = lines(await folder.text(path));
      if (own * 2 > size) files.push(path);
      else if (own > 0) merge.push({ name: `${arch}/${flavour}`, files: [base, path] });
    }
  }
  return { files, merge };
}

function lines(text: string): number {
  return text.match(/^(# )?CONFIG_\w+[= ]/gm)?.length ?? 0;
}

const openwrtArches: Readonly<Record<string, string>> = {
  'x86/64': 'x86_64',
  'x86/generic': 'i386',
  'x86/legacy': 'i386',
  'armsr/armv8': 'arm64',
  'armsr/armv7': 'arm',
};

/** The config of a subtarget goes over that of its target, and that over the generic one; those are taken that have Xen. */
async function openwrt(folder: Folder): Promise<Plan> {
  const top = 'target/linux';
  const merge: MergePlan[] = [];
  const generic = folder.names(`${top}/generic`).filter(name => /^config-\d+\.\d+$/.test(name));
  for (const base of generic) {
    const kernel = base.slice('config-'.length);
    for (const target of folder.names(top).filter(name => name !== 'generic')) {
      const own = `${top}/${target}/${base}`;
      const subtargets = folder.names(`${top}/${target}`).flatMap(name => {
        const found = [base, 'config-default'].find(file => folder.has(`${top}/${target}/${name}/${file}`));
        return found ? [`${target}/${name}/${found}`] : [];
      });
      // Without subtargets the target is built as it is.
      for (const path of subtargets.length ? subtargets : [`${target}/${base}`]) {
        const parts = [...new Set([`${top}/generic/${base}`, own, `${top}/${path}`])].filter(folder.has);
        const texts = await Promise.all(parts.map(folder.text));
        if (!texts.some(text => /^CONFIG_XEN=y/m.test(text))) continue;
        const name = subtargets.length ? parentOf(path) : target;
        const arch = openwrtArches[name];
        const label = generic.length > 1 ? `${name} ${kernel}` : name;
        merge.push({ name: label, files: parts, kernel, ...(arch !== undefined && { arch }) });
      }
    }
  }
  return { files: [], merge };
}

/** Globs that name these files and none of the others, where several lie in one folder and are named alike. */
export function asGlobs(paths: readonly string[], others: readonly string[]): string[] {
  const byFolder = new Map<string, string[]>();
  for (const path of paths) byFolder.set(parentOf(path), [...(byFolder.get(parentOf(path)) ?? []), path]);
  return [...byFolder].flatMap(([folder, members]) => {
    const names = members.map(lastName);
    const start = shared(names);
    const end = [...shared(names.map(reversed))].reverse().join('');
    const before = folder === '.' ? '' : `${folder}/`;
    const isPlain = !/[*?[\]{}()!\\]/.test(before + start + end);
    const holds = (path: string) =>
      parentOf(path) === folder && lastName(path).startsWith(start) && lastName(path).endsWith(end);
    if (members.length < 3 || start.length + end.length < 3 || !isPlain || others.some(holds)) return members;
    return [`${before}${start}*${end}`];
  });
}

const reversed = (text: string) => [...text].reverse().join('');

/** What all texts begin with, up to the last letter that ends a word. */
function shared(texts: readonly string[]): string {
  const [first = ''] = texts;
  let length = 0;
  while (
    length < first.length &&
    texts.every(text => text[length] === first[length] && length + 1 < text.length)
  )
    length++;
  return first.slice(0, length).replace(/[^._-]*$/, '');
}
