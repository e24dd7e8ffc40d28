// Small readers of well-behaved logs and initramfs descriptions, for cases only; domain files are read for real.
import type { DomainFacts } from '../../../../src/domain/domain.js';
import { readDomainText } from '../../../../src/domain/read-domain.js';
import type { InitramfsFacts } from '../../../../src/initramfs/initramfs.js';
import type { LogFacts, LogHit, Pattern, Speaker } from '../../../../src/log/log.js';

/** The real reader: a case's file is a domain file, however short. */
export const readDomain = (text: string): DomainFacts => readDomainText(text, true);

const speakers: readonly (readonly [Speaker, RegExp])[] = [
  ['hypervisor', /^\(XEN\)/],
  ['xc', /^xc: |^domainbuilder: /],
  ['xl', /^(libxl|libxlu|xl)\b/],
  ['pygrub', /pygrub|grub\.GrubConf/],
  ['systemd', /^systemd\[\d+\]|^\[ *(OK|FAILED) *\]/],
  ['initramfs', /^(dracut|Begin: |ALERT|Gave up)/],
];

export function readLogText(text: string, patterns: readonly Pattern[]): LogFacts {
  const counts = new Map<Speaker, number>();
  const hits = new Map<string, LogHit>();
  const kernels: { line: number; version: string; release: string }[] = [];
  const xens: { line: number; version: string }[] = [];
  let commandLine: LogFacts['commandLine'] = null;
  const regexes = patterns.map(pattern => [pattern, new RegExp(pattern.regex)] as const);
  const tail: { line: number; text: string }[] = [];
  const lines = text.split('\n');
  lines.forEach((raw, index) => {
    const line = index + 1;
    const stamped = /^\s*\[\s*\d+\.\d+\]\s/.test(raw);
    const clean = raw.replace(/^\s*\[\s*\d+\.\d+\]\s/, '').trimEnd();
    if (!clean.trim()) return;
    const speaker: Speaker =
      speakers.find(([, regex]) => regex.test(clean))?.[0] ??
      (stamped || clean.startsWith('Linux version ') ? 'kernel' : 'other');
    counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
    tail.push({ line, text: clean });
    const linux = /^Linux version (\S+)/.exec(clean);
    if (linux) kernels.push({ line, version: linux[1]!, release: linux[1]! });
    const xen = /Xen version:? (\d[\d.]*)/.exec(clean);
    if (xen) xens.push({ line, version: xen[1]! });
    const told = /Kernel command line: (.*)/.exec(clean);
    if (told) commandLine = { line, text: told[1]! };
    for (const [pattern, regex] of regexes) {
      if (pattern.speakers.length && !pattern.speakers.includes(speaker)) continue;
      const match = regex.exec(clean);
      if (!match) continue;
      const before = hits.get(pattern.id);
      hits.set(
        pattern.id,
        before
          ? { ...before, lastLine: line, count: before.count + 1 }
          : {
              pattern: pattern.id,
              line,
              text: clean,
              speaker,
              groups: match.slice(1),
              lastLine: line,
              count: 1,
            },
      );
    }
  });
  return {
    bytes: text.length,
    lines: lines.length,
    speakers: counts,
    hits,
    tail: tail.slice(-20),
    kernels,
    xens,
    commandLine,
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
