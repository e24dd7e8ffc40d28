// A report in which every name and value that can come from outside holds a piece that some reader would obey.
import type { Finding } from '../../src/check/finding.js';
import type { FileResult, Report } from '../../src/api/report.js';
import { kernelText } from './kernel-config.js';
import { reportOf } from './report-of.js';

export const hostilePieces: readonly string[] = [
  '\n::error file=x::owned',
  '\r::set-output name=a::b',
  '::stop-commands::x',
  '##[error]x',
  '##vso[task.setvariable variable=a]b',
  ']]>',
  '<script>window.owned = 1</script>',
  '<img src=x onerror=alert(1)>',
  '--></textarea></style></script><iframe src=http://example.org>',
  '" onmouseover="alert(1)" x="',
  "' onclick='alert(1)' x='",
  '&lt;b&gt;&amp;&#x41;&nbsp;',
  '\x1b[31mred\x1b[0m',
  '\x1b]8;;http://example.org\x07link',
  '\u202egnp.\u202c',
  '\u2066\u200b\ufeff',
  '\0nul\0',
  '\ud800',
  '\udc00\ud800',
  '\ufffe\uffff',
  '`code` ``two`` ```three',
  '``````',
  '| a | b |',
  '\\| a \\\\| b',
  '[link](http://example.org) ![image](x.png)',
  '<http://example.org> http://example.org www.example.org someone@example.org',
  '</details><details open>',
  '1. one\n2. two\n\n# head\n---\n- item\n> quote',
  '@everyone #1 :tada: $x^2$ ~~gone~~ __bold__ **bold** *it*',
  '${x} {0} {{y}} %25 %0A %',
  '\u2028\u2029\u0085',
  '\u180e\u3164\u115f\u00ad\ufe0f',
  '\u{e0041}\u{e007f}\u{1d173}',
  ' \u00a0::warning::x',
  ', line=1, title=x, ::',
];

/** What every such value looks like in the report. */
export interface HostileValues {
  readonly path: string;
  readonly unread: string;
  readonly message: string;
  readonly malformed: string;
  readonly reason: string;
  readonly fix: string;
  readonly set: string;
  readonly evidence: string;
}

export function hostileValues(piece: string): HostileValues {
  return {
    path: `a${piece}b.config`,
    unread: `c${piece}d.config`,
    message: `broken ${piece}`,
    malformed: `odd ${piece} line`,
    reason: `Reason ${piece} end`,
    fix: `Fix ${piece} end`,
    set: `CONFIG_X="${piece}"`,
    evidence: `Evidence ${piece} end`,
  };
}

export function hostileReport(piece: string): Report {
  const { path, unread, message, malformed, reason, fix, set, evidence } = hostileValues(piece);
  const files = {
    [path]: `${kernelText({ changes: { XENFS: 'n', XEN_BLKDEV_FRONTEND: 'm' } })}CONFIG_XEN=y\nodd line\n`,
    'other.config': kernelText({ changes: { XEN_PV: 'n' } }),
  };
  const report = reportOf(files, { asked: ['dom0-arm'] }, [{ path: unread, message }]);
  const spoil = (finding: Finding): Finding => {
    if (finding.code === 'line' && finding.problem.code === 'malformed')
      return { ...finding, problem: { ...finding.problem, text: malformed } };
    if (!('rule' in finding)) return finding;
    const rule = { ...finding.rule, reason, fix, set: [set], evidence: [evidence], title: reason };
    return { ...finding, rule };
  };
  const results = report.results.map((result): FileResult => {
    const version = { ...result.kernel.version!, text: `6.1${piece}` };
    // Everything counts, so that every format has to tell it.
    const counted = new Set(report.profiles.map(({ name }) => name));
    return {
      ...result,
      kernel: { ...result.kernel, version },
      findings: result.findings.map(spoil),
      counted,
    };
  });
  results[1] = gated(results[1]!, piece);
  results.push(waiversOf(piece));
  const profiles = report.profiles.map(profile => ({ ...profile, title: `Title ${piece}` }));
  return { ...report, results, profiles, target: { ...report.target, xen: `4.22${piece}` }, failOn: 'note' };
}

/** The result as one of a merge, with an override and an accepted finding. */
function gated(result: FileResult, piece: string): FileResult {
  const file = `part${piece}.cfg`;
  const override: Finding = {
    code: 'override',
    level: 'note',
    stage: null,
    profiles: [],
    line: 7,
    file,
    option: 'LOCALVERSION',
    before: { text: `"${piece}"`, file: `base${piece}.config`, line: 3 },
    after: `"${piece}${piece}"`,
    kept: false,
  };
  return {
    ...result,
    name: `name ${piece}`,
    merged: [result.path, file],
    findings: [...result.findings.map(finding => ({ ...finding, file })), override],
    excused: [
      {
        finding: override,
        by: 'waiver',
        reason: `Because ${piece}`,
        file: `waivers${piece}.yaml`,
        line: 2,
        expires: null,
      },
      { finding: override, by: 'baseline' },
    ],
  };
}

/** The repository's own file, with a waiver that matches nothing. */
function waiversOf(piece: string): FileResult {
  const finding: Finding = {
    code: 'waiver',
    about: 'unused',
    level: 'warning',
    stage: null,
    profiles: [],
    line: 2,
    waived: { rule: `rule${piece}`, files: [`files${piece}`] },
    expires: null,
    near: null,
  };
  return {
    path: `waivers${piece}.yaml`,
    kind: 'repository',
    kernel: { version: null, arch: null, flavour: 'none' },
    verdicts: [],
    findings: [finding],
    counted: new Set(),
    counts: { error: 0, warning: 1, note: 0 },
  };
}
