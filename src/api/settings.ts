// Defaults for a request from the repository's own file.
import type { SettledFile } from '../gate/kernel-file.js';
import type { RepositoryFile } from '../gate/repository.js';
import type { Files } from '../input/files.js';
import { joinPath } from '../input/paths.js';
import type { CheckRequest } from './check-request.js';
import { isProfileFile } from './choose.js';
import type { Ports } from './ports.js';

/** Takes a request and the repository's file; gives the request with its missing settings filled from the file. */
export function withRepository<R extends CheckRequest>(
  request: R,
  file: SettledFile | null,
  files: Files,
): R {
  if (!file) return request;
  const here = (path: string) => (isAbsolute(path) ? path : files.relative(joinPath(file.folder, path)));
  const rule = (path: string) => (file.rules ? path : here(path));
  const { xen, kernel, arch, srctree, baseline, failOn, allowUnknown, flavours, profiles = [] } = file;
  const { root, require, initramfs, domain } = file;
  return {
    ...(xen !== undefined && { xen }),
    ...(kernel !== undefined && { kernel }),
    ...(arch !== undefined && { arch }),
    ...(failOn && { failOn }),
    ...(allowUnknown !== undefined && { allowUnknown }),
    ...(flavours && { flavour: flavours }),
    ...(root && { root }),
    ...(require && { require }),
    ...(initramfs !== undefined && { initramfs: here(initramfs) }),
    ...(domain !== undefined && { domain: here(domain) }),
    ...(srctree !== undefined && { srctree: here(srctree) }),
    ...(baseline !== undefined && { baseline: rule(baseline) }),
    ...request,
    profile: request.profile?.length
      ? request.profile
      : profiles.map(word => (isProfileFile(word) ? rule(word) : word)),
  };
}

/** Gives what is wrong with the paths that the repository's file names and the request does not, one line each. */
export function refusedPaths(
  request: CheckRequest,
  effective: CheckRequest,
  file: RepositoryFile,
  files: Files,
): string[] {
  const own = files.confined(file.folder);
  const named = [
    ...(request.srctree === undefined ? [effective.srctree] : []),
    ...(request.baseline === undefined && !file.rules ? [effective.baseline] : []),
    ...(request.profile?.length || file.rules ? [] : (effective.profile ?? []).filter(isProfileFile)),
  ];
  return named.flatMap(path => {
    const problem = path === undefined ? null : own.refusal(path);
    return problem === null ? [] : [`${file.path}: names ${path}, which ${problem}`];
  });
}

/** The ports, with files read where the settings read what they name, if the name is theirs. */
export function portsOf(file: RepositoryFile | null, named: boolean, ports: Ports): Ports {
  return file?.rules && !named ? { ...ports, files: { ...ports.files, ...file.rules } } : ports;
}

const isAbsolute = (path: string) => /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);

/** Does the request check every file that the repository's file names, with no settings of its own besides? */
export function isWhole(request: CheckRequest, file: RepositoryFile): boolean {
  const own = file.files !== undefined || file.merge !== undefined;
  const { xen, kernel, arch, image, srctree, profile, flavour, root, require, initramfs, domain } = request;
  const boot = [image, root, require?.[0], initramfs, domain];
  const others = [xen, kernel, arch, srctree, profile?.[0], flavour, ...boot];
  return own && request.files.length === 0 && others.every(word => word === undefined);
}
