// The file that init proposes, with what was found as comments.
import type { InitConfig, InitReport } from '../api/repository/init.js';
import type { MergePlan } from '../gate/repository.js';
import { safeText } from '../input/safe-text.js';
import { safeForCi } from '../input/guard.js';
import { wrap } from './words/wrap.js';

/** More configs than these in comments explain nothing. */
const mostConfigs = 20;
const width = 100;

/** The text of .xen-checkconfig.yaml. `page` is the address of the page about the repository's style. */
export function initText(report: InitReport, page: string | null): string {
  const { layout, configs, profiles, allowUnknown, files, merge } = report;
  const kept = configs.filter(({ left }) => left === null);
  const left = configs.filter(each => each.left !== null);
  const lines = [
    ...comment(
      'What `xen-checkconfig` checks in this repository, as `xen-checkconfig init` found it. The profiles are what boots today: take out what nobody is to rely on.',
    ),
    ...(layout ? comment(`Layout: ${layout.style}${page === null ? '' : ` (${page})`}`) : []),
    ...some(kept, found),
    ...(left.length > 0 ? comment('Not checked:') : []),
    ...some(left, each => `${each.name} ${each.left}`),
    profiles.length > 0 ? `profiles: [${profiles.map(scalar).join(', ')}]` : '# profiles: [domu-pvh]',
    ...(allowUnknown ? comment('Some of these are made of fragments, which leave things open.') : []),
    ...(allowUnknown ? ['allow-unknown: true'] : []),
    ...(kept.some(({ kernel }) => kernel.version === null)
      ? [
          ...comment('No file says which kernel these are for: name it, or what is open does not pass.'),
          '# kernel: 6.12',
        ]
      : []),
    ...(files.length > 0 ? ['files:', ...files.map(path => `  - ${scalar(path)}`)] : []),
    ...(merge.length > 0 ? ['merge:', ...merge.flatMap(mergeLines)] : []),
  ];
  return safeForCi(`${lines.join('\n')}\n`);
}

function found({ name, kernel, boots }: InitConfig): string {
  const what = kernel.version ? `Linux ${kernel.version.text}` : 'Linux, version not known';
  const arch = kernel.arch ?? 'architecture not known';
  return `${name}: ${what}, ${arch}; ${boots.length > 0 ? `boots as ${boots.join(', ')}` : 'its verdicts are open'}`;
}

function some(configs: readonly InitConfig[], textOf: (config: InitConfig) => string): string[] {
  const lines = configs.slice(0, mostConfigs).flatMap(config => comment(`  ${textOf(config)}`));
  return configs.length > mostConfigs
    ? [...lines, ...comment(`  and ${configs.length - mostConfigs} more`)]
    : lines;
}

function comment(text: string): string[] {
  const indent = /^ */.exec(text)![0];
  return wrap(safeText(text.trim(), 1000), width - indent.length).map(line => `# ${indent}${line}`);
}

function mergeLines({ name, files, kernel, arch }: MergePlan): string[] {
  return [
    `  - name: ${scalar(name ?? files.join(' + '))}`,
    '    files:',
    ...files.map(path => `      - ${scalar(path)}`),
    ...(kernel === undefined ? [] : [`    kernel: ${kernelText(kernel)}`]),
    ...(arch === undefined ? [] : [`    arch: ${scalar(arch)}`]),
  ];
}

function kernelText(kernel: NonNullable<MergePlan['kernel']>): string {
  if (typeof kernel === 'string') return scalar(kernel);
  const key = kernel.key === undefined ? '' : `, key: ${scalar(kernel.key)}`;
  return `{ file: ${scalar(kernel.file)}${key} }`;
}

/** As YAML: plain where nothing in it has a meaning there, else in the quotes that JSON has, too. */
function scalar(text: string): string {
  if (/^[A-Za-z0-9_./][\w./+@*-]*$/.test(text)) return text;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
