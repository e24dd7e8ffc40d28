import { parseVersion } from '../input/version.js';
import { mostVersions } from './gather.js';
import type { BootFacts } from './log.js';

/** Texts that lines with versions or command lines hold. */
export const marks: readonly string[] = [
  'Linux version ',
  'Xen version',
  'xen_version',
  'Loading Xen ',
  '----[ Xen-',
  // The first line that the hypervisor writes has its name and version only.
  'Xen 3.',
  'Xen 4.',
  'Xen 5.',
  'Command line: ',
  'command line: ',
];

const linux = /(?:^|[^\w])Linux version (\d{1,3}\.\d{1,4}[\w.+~-]{0,80})/;
const xen =
  /(?:\bXen version:? |\bxen_version\s{0,20}: |\bLoading Xen |----\[ Xen-|^Xen (?=\S{3,40}$))(\d{1,2}\.\d{1,3}[\w.+~-]{0,60})/;
const kernelLine = /^(?:\(d\d+(?:v\d+)?\) )?(?:Kernel c|C)ommand line: (.*)$/;
const xenLine = /^\(XEN\) Command line: (.*)$/;

type Kernel = BootFacts['kernels'][number];
type Xen = BootFacts['xens'][number];
type CommandLine = BootFacts['commandLine'];

/** What a log names. */
export interface LogNames {
  readonly kernels: Kernel[];
  readonly xens: Xen[];
  commandLine: CommandLine;
  xenCommandLine: CommandLine;
}

/** Notes what a cleaned line names. */
export function readNamed(named: LogNames, line: number, text: string): void {
  const release = linux.exec(text)?.[1];
  const version = release && parseVersion(release);
  if (release && version) {
    if (named.kernels.at(-1)?.release !== release) {
      named.kernels.push({ line, version: version.parts.join('.'), release });
      if (named.kernels.length > mostVersions) named.kernels.shift();
    }
    return;
  }
  const found = xen
    .exec(text)?.[1]
    // The architecture in a file's name, which GRUB's menus take for a part of the release.
    ?.replace(/-(?:amd64|i386|x86_64|arm64|armhf)$/, '')
    .replace(/[.~+-]+$/, '');
  if (found && named.xens.at(-1)?.version !== found) {
    named.xens.push({ line, version: found });
    if (named.xens.length > mostVersions) named.xens.shift();
  }
  const kernels = kernelLine.exec(text);
  if (kernels) named.commandLine = { line, text: kernels[1]!.trim() };
  const xens = xenLine.exec(text);
  if (xens) named.xenCommandLine = { line, text: xens[1]!.trim() };
}

/** kdump passes its kernel the place where the crashed kernel's memory is described. */
export function isOfCrashKernel({ commandLine }: LogNames): boolean {
  return commandLine !== null && /(?:^|\s)elfcorehdr=/.test(commandLine.text);
}
