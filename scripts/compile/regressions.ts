// From the parsed files of profiles/regressions to the one list, with every fault named by file, row and key.
import { regexFault } from '../../src/explain/signs/sign.js';
import { compareReleases, parseRanges } from '../../src/input/version.js';
import { isPoint } from '../../src/profiles/broken-in.js';
import { parseNeed } from '../../src/profiles/need.js';
import { components, type Regression } from '../../src/profiles/regression.js';
import { type Mode, type Role, stages } from '../../src/profiles/rule-data.js';
import { type Fields, Reader } from './fields.js';

const roles: readonly Role[] = ['dom0', 'domu'];
const modes: readonly Mode[] = ['pv', 'pvh', 'hvm', 'arm', 'xenlinux'];
const arches = ['x86_64', 'i386', 'arm64', 'arm'];

const keys = [
  'id',
  'title',
  'since',
  'mended',
  'broken-by',
  'mended-by',
  'role',
  'mode',
  'arch',
  'xen',
  'kernel',
  'config',
  'domain',
  'cpu',
  'only',
  'chance',
  'functions',
  'messages',
  'stage',
  'symptom',
  'fatal',
  'workarounds',
  'sources',
];

/** Puts the parsed files together, by file name. `faults` is empty where all is well. */
export function assembleRegressions(files: ReadonlyMap<string, unknown>): {
  data: Regression[];
  faults: string[];
} {
  const faults: string[] = [];
  const data: Regression[] = [];
  const ids = new Set<string>();
  for (const [file, value] of files) {
    const root = new Reader(file, faults).root(value);
    const component = root.oneOf('component', components);
    for (const row of root.rows('regressions')) {
      for (const key of row.keys()) if (!keys.includes(key)) row.fault(key, 'is not known here');
      const regression = read(row, component);
      if (ids.has(regression.id)) row.fault('id', `${regression.id} stands twice`);
      ids.add(regression.id);
      data.push(regression);
    }
  }
  return { data, faults };
}

function read(row: Fields, component: Regression['component']): Regression {
  const since = releases(row, 'since');
  const mended = releases(row, 'mended');
  if (since.length === 0) row.fault('since', 'is empty');
  if (mended.length > 0 && since.some(one => !isPoint(one)) && mended.every(isPoint))
    row.fault('mended', 'lacks the release of mainline, of two numbers (2.6.x: three)');
  for (const point of mended.filter(isPoint))
    if (mended.some(one => !isPoint(one) && compareReleases(one, point) <= 0))
      row.fault('mended', `${point} is of a line that was never broken`);
  if (component === 'linux' ? row.has('kernel') : row.has('xen'))
    row.fault(component === 'linux' ? 'kernel' : 'xen', 'is told by since and mended');
  const texts = (key: string) => (row.has(key) ? row.texts(key) : []);
  const ranges = (key: string) =>
    row.optional(key, () => {
      const text = row.text(key);
      if (!parseRanges(text)) row.fault(key, `is not a list of ranges: ${text}`);
      return text;
    });
  const mendedBy = row.has('mended-by') ? commits(row, 'mended-by') : [];
  if (mendedBy.length === 0 && mended.length > 0) row.fault('mended-by', 'needs a commit');
  const sources = row.texts('sources');
  if (sources.length === 0) row.fault('sources', 'needs one');
  const patterns = texts('messages');
  for (const pattern of patterns) {
    const fault = regexFault(pattern);
    if (fault !== null) row.fault('messages', fault);
  }
  return {
    id: row.text('id'),
    title: row.text('title'),
    component,
    since,
    mended,
    brokenBy: row.has('broken-by') ? commits(row, 'broken-by') : [],
    mendedBy,
    roles: row.optional('role', key => row.listOf(key, roles)),
    modes: row.optional('mode', key => row.listOf(key, modes)),
    arch: row.optional('arch', key => row.listOf(key, arches)),
    xen: ranges('xen'),
    kernel: ranges('kernel'),
    config: row.optional('config', key => need(row, key)),
    domain: row.optional('domain', key => row.text(key)),
    cpu: row.optional('cpu', key => row.oneOf(key, ['amd', 'intel'] as const)),
    only: row.optional('only', key => row.text(key)),
    chance: row.has('chance') && row.flag('chance'),
    functions: texts('functions'),
    messages: patterns,
    stage: row.oneOf('stage', stages),
    symptom: row.text('symptom'),
    fatal: row.flag('fatal'),
    workarounds: texts('workarounds'),
    sources,
  };
}

/** Releases, oldest first. */
function releases(row: Fields, key: string): string[] {
  const found = row.texts(key);
  for (const text of found)
    if (!/^\d+(\.\d+){1,3}$/.test(text)) row.fault(key, `is not a release: ${JSON.stringify(text)}`);
  const sound = found.filter(text => /^\d+(\.\d+){1,3}$/.test(text));
  return sound.sort(compareReleases);
}

function commits(row: Fields, key: string): string[] {
  const found = row.texts(key);
  for (const text of found)
    if (!/^[0-9a-f]{12,40}$/.test(text)) row.fault(key, `is not a commit of 12 to 40 digits: ${text}`);
  return found;
}

function need(row: Fields, key: string): string {
  const text = row.text(key);
  try {
    parseNeed(text);
  } catch (error) {
    row.fault(key, (error as Error).message);
  }
  return text;
}
