// Defaults for a request from the repository's own file.
import type { RepositoryFile } from '../gate/repository.js';
import type { Files } from '../input/files.js';
import { joinPath } from '../input/paths.js';
import type { CheckRequest } from './check-request.js';
import { isProfileFile } from './choose.js';

/** Takes a request and the repository's file; gives the request with its missing settings filled from the file. */
export function withRepository<R extends CheckRequest>(
  request: R,
  file: RepositoryFile | null,
  files: Files,
): R {
  if (!file) return request;
  const here = (path: string) => (isAbsolute(path) ? path : files.relative(joinPath(file.folder, path)));
  const { xen, kernel, arch, srctree, baseline, failOn, allowUnknown, flavours, profiles = [] } = file;
  return {
    ...(xen !== undefined && { xen }),
    ...(kernel !== undefined && { kernel }),
    ...(arch !== undefined && { arch }),
    ...(failOn && { failOn }),
    ...(allowUnknown !== undefined && { allowUnknown }),
    ...(flavours && { flavour: flavours }),
    ...(srctree !== undefined && { srctree: here(srctree) }),
    ...(baseline !== undefined && { baseline: here(baseline) }),
    ...request,
    profile: request.profile?.length
      ? request.profile
      : profiles.map(word => (isProfileFile(word) ? here(word) : word)),
  };
}

const isAbsolute = (path: string) => /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);

/** Does the request check every file that the repository's file names, with no settings of its own besides? */
export function isWhole(request: CheckRequest, file: RepositoryFile): boolean {
  const own = file.files !== undefined || file.merge !== undefined;
  const { xen, kernel, arch, image, srctree, profile, flavour } = request;
  const others = [xen, kernel, arch, image, srctree, profile?.[0], flavour];
  return own && request.files.length === 0 && others.every(word => word === undefined);
}
