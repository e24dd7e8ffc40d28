import { platform } from '../platform/platform.js';
import type { Compression } from '../unpack/index.js';
import type { CpioEntry, CpioSink } from './cpio.js';
import type { InitramfsFacts, InitramfsModule } from './initramfs.js';
import { type InitProgram, programHead, programOf } from './program.js';
import { earlyFiles, makers, modulePath, moduleFolder, settingFiles, starters, toolFiles } from './marks.js';

const limits = {
  entries: 1_000_000,
  modules: 100_000,
  settings: 200,
  settingBytes: 1 << 16,
  /** Of modules.builtin and modules.dep. */
  listBytes: 16 << 20,
  lists: 16,
  names: 200_000,
} as const;

type Gathered = Pick<
  InitramfsFacts,
  'maker' | 'releases' | 'modules' | 'builtin' | 'listed' | 'init' | 'program' | 'settings' | 'tools'
>;

/** Takes the entries of all archives of an image and keeps what matters. */
export interface InitramfsGatherer extends CpioSink {
  /** Entries since the last call, and whether they were nothing but what an early archive holds. */
  archive(): { readonly entries: number; readonly early: boolean };
  /** Entries went over a limit: what was kept is not all. */
  isOver(): boolean;
  done(): Gathered;
}

const compressions: Readonly<Record<string, Compression>> = { gz: 'gzip', xz: 'xz', zst: 'zstd' };

export function makeInitramfsGatherer(): InitramfsGatherer {
  const modules = new Map<string, InitramfsModule>();
  const releases = new Set<string>();
  const settings = new Map<string, string>();
  const tools = new Set<string>();
  const files = new Set<string>();
  const found = new Set<number>();
  const lists = { builtin: null as Set<string> | null, listed: null as Set<string> | null };
  let program: InitProgram | null = null;
  let listCount = 0;
  let all = 0;
  let entries = 0;
  let late = 0;
  let isOver = false;

  const noteModule = (path: string) => {
    const [, , name, packed] = modulePath.exec(path) ?? [];
    if (name === undefined) return;
    if (modules.size >= limits.modules) {
      isOver = true;
      return;
    }
    const release = moduleFolder.exec(path)?.[1] ?? null;
    const compression = packed === undefined ? 'none' : compressions[packed]!;
    modules.set(path, { name: name.replaceAll('-', '_'), path, compression, release });
  };
  return {
    entry({ path, kind, size }) {
      entries++;
      if (!earlyFiles.test(path)) late++;
      if (++all > limits.entries) {
        isOver = true;
        return 0;
      }
      makers.forEach(([, mark], index) => {
        if (!found.has(index) && mark.test(path)) found.add(index);
      });
      const folder = moduleFolder.exec(path);
      if (folder && releases.size < limits.settings) releases.add(folder[1]!);
      if (kind !== 'file' && kind !== 'link') return 0;
      if (starters.includes(path)) files.add(path);
      const tool = toolFiles.exec(path)?.[1];
      if (tool) tools.add(tool);
      noteModule(path);
      // The last archive that has it counts.
      if (path === 'init') program = null;
      if (kind === 'link') return 0;
      if (path === 'init') return Math.min(size, programHead);
      if (listOf(folder?.[2]) !== null) {
        listCount++;
        if (size <= limits.listBytes && listCount <= limits.lists) {
          // A file that is there but empty counts as well.
          lists[listOf(folder?.[2])!] ??= new Set();
          return size;
        }
        isOver = true;
      }
      return settingFiles.test(path) && settings.size < limits.settings
        ? keepSetting(settings, path, size)
        : 0;
    },
    contents(entry: CpioEntry, bytes) {
      if (entry.path === 'init') {
        program = programOf(bytes, entry.executable);
        return;
      }
      const list = listOf(moduleFolder.exec(entry.path)?.[2]);
      if (list === null) {
        settings.set(entry.path, platform().utf8(bytes));
        return;
      }
      const names = lists[list]!;
      for (const name of namesIn(platform().latin1(bytes))) {
        if (names.size >= limits.names) {
          isOver = true;
          return;
        }
        names.add(name);
      }
    },
    archive() {
      const facts = { entries, early: entries > 0 && late === 0 };
      entries = 0;
      late = 0;
      return facts;
    },
    isOver: () => isOver,
    done: () => ({
      maker: makers.find((_, index) => found.has(index))?.[0] ?? null,
      releases: [...releases],
      modules: [...modules.values()],
      ...lists,
      init: starters.find(name => files.has(name)) ?? null,
      program,
      settings,
      tools: [...tools].sort(),
    }),
  };
}

function keepSetting(settings: Map<string, string>, path: string, size: number): number {
  if (size === 0) settings.set(path, '');
  return Math.min(size, limits.settingBytes);
}

function listOf(file: string | undefined): 'builtin' | 'listed' | null {
  if (file === 'modules.builtin') return 'builtin';
  return file === 'modules.dep' ? 'listed' : null;
}

/** Names of the modules at the start of each line, as in "kernel/fs/ext4/ext4.ko.xz: kernel/fs/jbd2/jbd2.ko.xz". */
function* namesIn(text: string): Generator<string> {
  for (const line of text.split('\n')) {
    const name = modulePath.exec(line.slice(0, 4096).split(':', 1)[0]!.trim())?.[2];
    if (name !== undefined) yield name.replaceAll('-', '_');
  }
}
