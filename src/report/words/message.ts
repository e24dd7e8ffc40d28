// The one place that makes sentences. Everything here may hold text from inputs: printers escape it.
import type {
  Actual,
  Blocker,
  Condition,
  ImageMismatch,
  Finding,
  UnknownCause,
} from '../../check/finding.js';
import type { Verdict } from '../../check/verdict.js';
import { rangeText, type VersionRange } from '../../input/version.js';
import { compressionOptions } from '../../xen/kernel-options.js';

/** A finding in words. */
export interface FindingText {
  /** What is wrong, one line. */
  readonly message: string;
  /** The reason, and what the user sees. */
  readonly why: string;
  /** What to do, in words. */
  readonly fix: string;
  /** The lines to put into the config, in the kernel's own form. */
  readonly set: readonly string[];
  readonly evidence: readonly string[];
  /** `fix` says nothing that `set` does not. */
  readonly plain?: boolean;
}

export function messageOf(finding: Finding): FindingText {
  switch (finding.code) {
    case 'need': {
      const { rule, option, expected, blockers, hidden, asOf } = finding;
      const set = hidden ? lines(blockers) : [...lines(blockers), line(option, expected)];
      return {
        message: finding.dropped
          ? `${config(option)} is asked for, but the build drops it${droppedBy(blockers) || must('n', expected)}`
          : `${config(option)} ${state(finding.actual)}${must(finding.actual, expected)}`,
        why: `${rule.reason} Without it: ${rule.symptom}`,
        fix:
          rule.fix ??
          `${fixText(option, expected, blockers, hidden)}${asOf ? ` (As Linux ${asOf} has it.)` : ''}`,
        set: rule.set ?? set,
        plain: !rule.fix && blockers.length === 0 && !hidden,
        evidence: rule.evidence,
      };
    }
    case 'condition': {
      const { rule, option, expected, actual, conditions, blockers = [] } = finding;
      const modules = conditions.every(condition => condition.kind === 'modules');
      const what = conditionText(conditions);
      return {
        message: modules
          ? `${config(option)} ${state(actual)}: boots only if ${what}`
          : `${config(option)} ${state(actual)}${must(actual, expected)}: boots only if ${what}`,
        why: `${rule.reason} Otherwise: ${rule.symptom}`,
        fix: modules
          ? `Put ${fileList(conditions)} into the initramfs, or build it in.`
          : (rule.fix ?? fixText(option, expected, blockers, false)),
        set: modules ? [] : [...lines(blockers), line(option, expected)],
        evidence: rule.evidence,
      };
    }
    case 'lacking': {
      const { rule, option, files, initramfs, releases } = finding;
      const wanted = oneOf(files);
      return {
        message:
          finding.because === 'missing'
            ? `${config(option)} is m, but ${initramfs} does not hold ${wanted}`
            : `${config(option)} is m, but ${initramfs} holds ${wanted} for another kernel (${releases.slice(0, 3).join(', ')})`,
        why: `${rule.reason} Otherwise: ${rule.symptom}`,
        fix:
          finding.because === 'missing'
            ? `Put ${wanted} into the initramfs${howToAdd(finding)}, or build it in.`
            : 'Make the initramfs for this kernel, or build the driver in.',
        set: [],
        evidence: rule.evidence,
      };
    }
    case 'initramfs': {
      const { about, initramfs, option, detail } = finding;
      return about === 'damaged'
        ? {
            message: `${initramfs} is damaged: ${detail}`,
            why: 'The kernel unpacks it up to there, or not at all, and finds no root.',
            fix: 'Make it again.',
            set: [],
            evidence: [],
          }
        : {
            message: `${initramfs} is packed with ${detail}, and ${config(option!)} is not set`,
            why: 'The kernel unpacks the initramfs itself; one that it has no decoder for counts as damaged: "Initramfs unpacking failed".',
            fix: `Set ${line(option!, 'y')}, or pack the initramfs in another way.`,
            set: [line(option!, 'y')],
            evidence: [
              'init/initramfs.c and usr/Kconfig, linux-source-6.1 6.1.192: a decoder for each RD_ option',
            ],
          };
    }
    case 'spare':
      return {
        message: `${finding.options.map(config).join(', ')} ${finding.options.length === 1 ? 'is' : 'are'} on`,
        why: `${finding.rule.reason} ${finding.rule.symptom}`,
        fix: finding.rule.fix ?? 'Turn off what you do not need.',
        set: [],
        evidence: finding.rule.evidence,
      };
    case 'not-applicable':
      return {
        message: `${finding.profiles.join(', ')} cannot be had with this kernel: ${finding.because}`,
        why: '',
        fix: '',
        set: [],
        evidence: finding.evidence,
      };
    case 'unknown':
      return {
        message: unknownText[finding.because],
        why: '',
        fix: unknownFix[finding.because],
        set: [],
        evidence: [],
      };
    case 'misspelt':
      return {
        message: `${config(finding.option)} is no option of any kernel${finding.means ? `; ${config(finding.means)} is meant` : ''}`,
        why: finding.note,
        fix: finding.means ? `Write ${config(finding.means)}.` : 'Remove the line.',
        set: [],
        evidence: [],
      };
    case 'foreign':
      return {
        message: `${config(finding.option)} does not exist in this kernel${finding.last ? ` (last in ${finding.last})` : finding.first ? ` (first in ${finding.first})` : ''}`,
        why: "The kernel's own tools drop such a line without a word.",
        fix: 'Remove the line.',
        set: [],
        evidence: [],
      };
    case 'xen':
      return xenMessage(finding);
    case 'regression':
      return regressionMessage(finding);
    case 'loader': {
      const { xen, reason, seen, conditions, ways, evidence } = finding;
      return {
        message: reason
          ? `Xen ${xen} does not load this image: ${reason}`
          : `Xen ${xen} loads this image only if ${conditionText(conditions)}`,
        why: seen ? `The user sees: ${seen}` : '',
        fix: ways
          .map(({ text, commands }) => (commands.length ? `${text} (${commands.join('; ')})` : text))
          .join(' Or: '),
        set: [],
        evidence,
      };
    }
    case 'image':
      return {
        message: `config and image do not agree: ${contradictionText[finding.about](finding.inConfig, finding.inImage)}`,
        why: contradictionWhy[finding.about] ?? 'The image was not built from this config.',
        fix:
          finding.about === 'pvh-note'
            ? 'Set CONFIG_XEN_PVH=y and build again, or boot it in another mode.'
            : 'Check the config of this image (in the same folder as config-VERSION, or in the image itself with IKCONFIG), or build it again.',
        set: finding.about === 'pvh-note' ? ['CONFIG_XEN_PVH=y'] : [],
        evidence: [],
      };
    case 'override': {
      const { option, before, after, kept } = finding;
      const where = `${before.file}:${before.line}`;
      return {
        message: kept
          ? `${config(option)}: ${before.text} of ${where} stays, y wins over ${after}`
          : `${config(option)}: ${after} overrides ${before.text} of ${where}`,
        why: kept ? 'With --prefer-builtin nothing built in becomes a module.' : 'The last file wins.',
        fix: '',
        set: [],
        evidence: [],
      };
    }
    case 'untrusted':
      return untrustedMessage(finding);
    case 'waiver':
      return waiverMessage(finding);
    case 'line':
      return finding.problem.code === 'duplicate'
        ? {
            message: `${config(finding.problem.option)} was set before, on line ${finding.problem.firstLine}${finding.problem.same ? '' : ', to something else'}`,
            why: 'The last one counts.',
            fix: 'Keep one of the two lines.',
            set: [],
            evidence: [],
          }
        : {
            message: `not a line of a config, skipped: ${finding.problem.text}`,
            why: "The kernel's own reader skips it with a warning.",
            fix: 'Correct or remove the line.',
            set: [],
            evidence: [],
          };
  }
}

function untrustedMessage({
  setting,
  own,
  trusted,
  from,
}: Extract<Finding, { code: 'untrusted' }>): FindingText {
  const message =
    own === null
      ? `${setting} is gone here: ${trusted} of ${from} is in force`
      : `${setting}: ${own} is not in force${trusted === null ? `: ${from} has no such thing` : `, but ${trusted} of ${from}`}`;
  return {
    message,
    why: 'The settings come from there, so that the change under test does not decide how it is judged.',
    fix: 'Nothing, where the change is meant: it holds once it is merged.',
    set: [],
    evidence: [],
  };
}

function waiverMessage({
  about,
  waived,
  other,
  expires,
  near,
}: Extract<Finding, { code: 'waiver' }>): FindingText {
  const { rule, option, value, files } = waived;
  const what = `${[rule, option && config(option)].filter(Boolean).join(' of ')}${value ? `=${value}` : ''}`;
  const where = files ? ` in ${files.join(', ')}` : '';
  const message =
    about === 'expired'
      ? `the waiver of ${what}${where} expired after ${expires}`
      : `the waiver of ${what}${where} matches no finding`;
  return {
    message: near
      ? `${message}; did you mean the rule ${near}?`
      : other
        ? `${message} of that value; there is one of ${other}`
        : message,
    why:
      about === 'expired'
        ? 'What it waived counts again.'
        : 'A waiver that nothing needs would hide the same finding later, unseen.',
    fix: near
      ? `Write ${near}.`
      : other
        ? `If that is accepted, too, say it: value: ${other}. Otherwise remove the waiver.`
        : about === 'expired'
          ? 'Fix what it waived, or give it a later day with a reason that still holds.'
          : 'Remove it.',
    set: [],
    evidence: [],
  };
}

const bothSay = (config: string, image: string) => `${config}, but the image has ${image}`;

const contradictionText: Readonly<Record<ImageMismatch, (config: string, image: string) => string>> = {
  version: (config, image) => `the config is of Linux ${config}, the image of ${image}`,
  arch: (config, image) => `the config is for ${config}, the image for ${image}`,
  compression: bothSay,
  'no-pvh-entry': bothSay,
  'pvh-entry': bothSay,
  'pvh-note': bothSay,
  'no-pv-entry': bothSay,
  'pv-entry': bothSay,
  'no-dom0-bit': bothSay,
  'dom0-bit': bothSay,
};

const contradictionWhy: Readonly<Partial<Record<ImageMismatch, string>>> = {
  'pvh-note':
    'CONFIG_PVH puts the note there for other hypervisors, so Xen loads the image as PVH; without CONFIG_XEN_PVH it then crashes at once. Enterprise Linux 9 and 10 ship their kernels so.',
};

type RegressionFinding = Extract<Finding, { code: 'regression' }>;

function regressionMessage({ regression, release, precision, profiles }: RegressionFinding): FindingText {
  const { title, component, mended, only, fatal, symptom, workarounds, sources } = regression;
  const of = component === 'linux' ? 'Linux' : 'Xen';
  const who = `${of} ${release}`;
  const may = only !== null || precision !== 'exact';
  const known = fatal ? `${may ? 'may not' : 'is known not to'} boot as` : 'has a known fault as';
  const later = [...mended].reverse();
  const commits = [
    ...regression.brokenBy.map(commit => `broken by ${component} commit ${commit}`),
    ...regression.mendedBy.map(commit => `mended by ${component} commit ${commit}`),
  ];
  return {
    message: `${who} ${known} ${profiles.join(', ')}: ${title}`,
    why: [
      symptom,
      only === null ? '' : `Only ${only}.`,
      precision === 'patched'
        ? "This is a distribution's kernel, which may have the mend as a backport."
        : '',
    ]
      .filter(Boolean)
      .join(' '),
    fix: [...(later.length ? [`Use ${of} ${later.join(', ')} or newer.`] : []), ...workarounds].join(' Or: '),
    set: [],
    evidence: [...commits, ...sources],
  };
}

type XenFinding = Extract<Finding, { code: 'xen' }>;

const packings: Readonly<Record<string, string>> = { ...compressionOptions };

function xenMessage({
  subject,
  xen,
  option,
  ranges,
  conditions,
  profiles,
  evidence,
}: XenFinding): FindingText {
  const releases = joined(ranges).map(rangeText).join(', ') || 'none';
  const only = conditions.length ? `: boots only if ${conditionText(conditions)}` : '';
  switch (subject) {
    case 'hypercalls':
      return {
        message: `Xen ${xen} lacks hypercalls that a mainline PV dom0 needs for its interrupts (Xen ${releases} has them)`,
        why: 'Xen loads the kernel, but its disks and network cards get no interrupts.',
        fix: 'Use a newer Xen, or a xenlinux kernel.',
        set: [],
        evidence,
      };
    case 'mode':
      return {
        message: only
          ? `${profiles.join(', ')} on Xen ${xen}${only}`
          : `Xen ${xen} cannot run ${profiles.join(', ')} (Xen ${releases} can)`,
        why: '',
        fix: only
          ? 'Use a 64-bit kernel, or for a guest pvshim=1 with type="pvh".'
          : 'Use a newer Xen, or another mode.',
        set: [],
        evidence,
      };
    case 'compression': {
      const packing = packings[option!]!;
      return {
        message: only
          ? `${config(option!)} on Xen ${xen}${only}`
          : `${config(option!)}: Xen ${xen} cannot unpack ${packing} kernels of this kind (Xen ${releases} can)`,
        why: 'Xen and its tools unpack the kernel themselves, each with its own set of decoders.',
        // Before 3.3 and 3.4 no bzImage was unpacked at all.
        fix:
          packing === 'gzip'
            ? 'Give Xen the vmlinux, or use a newer Xen.'
            : 'Build with CONFIG_KERNEL_GZIP=y, which Xen unpacks since 3.4, or give Xen the vmlinux.',
        set: packing === 'gzip' ? [] : [`# ${config(option!)} is not set`, 'CONFIG_KERNEL_GZIP=y'],
        evidence,
      };
    }
  }
}

/** Ranges with neighbours put together, where one ends at the release before the next begins. */
function joined(ranges: readonly VersionRange[]): VersionRange[] {
  const first = ranges[0];
  const last = ranges.at(-1);
  if (!first || !last) return [];
  // Ranges that differ in their conditions alone lie end to end; a gap shows as a point release.
  return ranges.length > 1 && ranges.every(({ from }) => from === null || !/^\d+\.\d+\.[1-9]/.test(from))
    ? [{ from: first.from, to: last.to }]
    : [...ranges];
}

const unknownText: Readonly<Record<UnknownCause, string>> = {
  fragment: 'this is a fragment: what it does not name is open',
  defconfig: 'this is a defconfig: what it does not name depends on the tree it belongs to',
  'no-version': 'the file does not say which kernel it is for',
  'no-arch': 'nothing in the file tells its architecture',
};

const unknownFix: Readonly<Record<UnknownCause, string>> = {
  fragment:
    'Check the whole .config that it is merged into, or name its kernel tree with --srctree. --allow-unknown accepts it.',
  defconfig: 'Name its kernel tree with --srctree, or check the whole .config. --allow-unknown accepts it.',
  'no-version': 'Name it with --kernel VERSION. --allow-unknown accepts it.',
  'no-arch': 'Name it with --arch ARCH. --allow-unknown accepts it.',
};

/** The verdict of one mode in words, such as "fails at load" or "boots if the initramfs holds xen-blkfront.ko". */
export function verdictText(verdict: Verdict): string {
  switch (verdict.verdict) {
    case 'fails':
      return `fails at ${verdict.stage}`;
    case 'silent':
      return 'silent: it runs, but nothing shows on the Xen console';
    case 'conditional':
      return `boots if ${conditionText(verdict.conditions)}`;
    default:
      return verdict.verdict;
  }
}

/** Conditions in words that follow "if". Alternatives of one rule are joined with or, those of several with and. */
export function conditionText(conditions: readonly Condition[]): string {
  const modules = conditions.filter(condition => condition.kind === 'modules');
  const parts: string[] = [];
  if (modules.length) parts.push(`the initramfs holds ${fileList(modules)}`);
  const others = new Map<string, string[]>();
  for (const condition of conditions) {
    if (condition.kind === 'modules') continue;
    const list = others.get(condition.rule) ?? [];
    if (!list.includes(condition.text)) list.push(condition.text);
    others.set(condition.rule, list);
  }
  for (const texts of others.values()) parts.push(texts.join(', or '));
  return parts.join('; and ');
}

/** Where the program that made the initramfs is told what to put in. */
function howToAdd({ maker, files }: Extract<Finding, { code: 'lacking' }>): string {
  const names = files[0]!.split(' + ').map(file => file.replace(/\.ko$/, ''));
  switch (maker) {
    case 'initramfs-tools':
      return ` (${names.join(' and ')} in /etc/initramfs-tools/modules, then update-initramfs -u)`;
    case 'dracut':
      return ` (dracut --add-drivers "${names.join(' ')}")`;
    case 'mkinitcpio':
      return ` (MODULES=(${names.join(' ')}) in /etc/mkinitcpio.conf, then mkinitcpio -P)`;
    default:
      return '';
  }
}

function fileList(conditions: readonly Condition[]): string {
  const needs = conditions.flatMap(condition => (condition.kind === 'modules' ? [condition.files] : []));
  const texts = needs.sort((left, right) => left.length - right.length).map(oneOf);
  return [...new Set(texts)].join(' and ');
}

function oneOf(files: readonly string[]): string {
  if (files.length === 1) return files[0]!;
  const more = files.length > 3 ? ` (${files.length} would do)` : '';
  return `one of ${files.slice(0, 3).join(', ')}${more}`;
}

function config(option: string): string {
  return `CONFIG_${option}`;
}

function state(actual: Actual): string {
  return actual === 'absent' || actual === 'n'
    ? 'is not set'
    : actual === 'other'
      ? 'has another type'
      : `is ${actual}`;
}

function must(actual: Actual, expected: 'y' | 'm' | 'n'): string {
  if (expected === 'n') return ', it must be off';
  if (actual === 'm') return ', it must be built in (y)';
  return expected === 'm' ? ' (y or m is needed)' : ' (y is needed)';
}

function line(option: string, value: 'y' | 'm' | 'n'): string {
  return value === 'n' ? `# CONFIG_${option} is not set` : `CONFIG_${option}=${value}`;
}

/** What the blockers ask for, what others rest on first. */
function lines(blockers: readonly Blocker[]): string[] {
  const found: string[] = [];
  for (const blocker of blockers) {
    found.push(...lines(blocker.blockers));
    if (!blocker.hidden) found.push(line(blocker.option, blocker.expected));
  }
  return [...new Set(found)];
}

function fixText(
  option: string,
  expected: 'y' | 'm' | 'n',
  blockers: readonly Blocker[],
  hidden: boolean,
): string {
  const chain = blockers.map(blocker => chainText(blocker)).join('; ');
  if (hidden)
    return chain
      ? `It has no prompt and follows from others: it needs ${chain}.`
      : 'It has no prompt: it follows from other options.';
  const set = expected === 'n' ? `Turn ${config(option)} off.` : `Set ${line(option, expected)}.`;
  return chain ? `${set} It needs ${chain}.` : set;
}

/** ": CONFIG_BLOCK is not set (line 12)": the lowest in the chain that a line of the file turns off. */
function droppedBy(blockers: readonly Blocker[]): string {
  const causes = (blocker: Blocker): string[] => {
    const below = blocker.blockers.flatMap(causes);
    if (below.length > 0 || blocker.line === null || blocker.dropped) return below;
    return [`${config(blocker.option)} ${state(blocker.actual)} (${lineText(blocker)})`];
  };
  const found = [...new Set(blockers.flatMap(causes))];
  return found.length ? `: ${found.join(', ')}` : '';
}

function lineText({ file, line }: Blocker): string {
  return file === undefined ? `line ${line}` : `${file}:${line}`;
}

/** "PARAVIRT=y, which needs HYPERVISOR_GUEST=y (not set on line 412)". */
function chainText(blocker: Blocker, depth = 0): string {
  const now = blocker.actual === 'n' || blocker.actual === 'absent' ? 'not set' : blocker.actual;
  // Only a tree knows of values that are not in the file.
  const state = blocker.dropped
    ? `dropped from ${lineText(blocker)}`
    : blocker.line !== null
      ? `${now} on ${lineText(blocker)}`
      : now === 'not set'
        ? 'not in the file'
        : `${now} by itself`;
  const at = blocker.at ? `${state}; ${blocker.at.file}:${blocker.at.line}` : state;
  const deeper =
    depth < 4 && blocker.blockers.length
      ? `, which needs ${blocker.blockers.map(inner => chainText(inner, depth + 1)).join(' and ')}`
      : '';
  return `${blocker.option}=${blocker.expected} (${at})${deeper}`;
}
