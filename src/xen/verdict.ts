// Whether one loader of one Xen release takes an image.

import { atLeast, compareReleases, type Version, type VersionRange } from '../input/version.js';
import type { Args, Caveat, LoaderCondition, Reason, ReasonCode, WayOut, WayOutCode } from './codes.js';
import type {
  Check,
  Citation,
  BootForm,
  LoaderId,
  XenMessage,
  MessageChoice,
  ModeRow,
  ProfileId,
  XenData,
  XenImage,
} from './data.js';
import { type Failure, supportOf, wrapperOf } from './formats.js';
import { type Context, restsOnNotes, tests } from './predicates.js';
import type { TestName } from './data.js';
import { inAny } from './releases.js';

/** One way to boot, and the image. Without a loader, the profile's usual one. */
export interface LoaderQuery {
  readonly profile: ProfileId;
  readonly loader?: LoaderId;
  readonly image: XenImage;
}

export interface LoaderVerdict {
  readonly accepted: 'yes' | 'no' | 'conditional';
  /** Further conditions, all of which must hold. */
  readonly conditions: readonly LoaderCondition[];
  /** Why not; null unless `accepted` is no. */
  readonly reason: Reason | null;
  /** Id of the message the user sees in that case, and of others that may stand near it. */
  readonly message: string | null;
  readonly also: readonly string[];
  /** Best first. */
  readonly wayOut: readonly WayOut[];
  readonly caveats: readonly Caveat[];
  /** The form of the mode that was judged, and how it is chosen. */
  readonly form: BootForm | null;
  readonly select: string | null;
  /** Id of the row in checks that gave the reason. */
  readonly check: string | null;
  readonly evidence: readonly Citation[];
}

const bare: LoaderVerdict = {
  accepted: 'yes',
  conditions: [],
  reason: null,
  message: null,
  also: [],
  wayOut: [],
  caveats: [],
  form: null,
  select: null,
  check: null,
  evidence: [],
};

function refusal(code: ReasonCode, args: Args, rest: Partial<LoaderVerdict> = {}): LoaderVerdict {
  return { ...bare, accepted: 'no', reason: { code, args }, ...rest };
}

/** The loader that a question is about. TypeError where the profile has no such loader. */
export function loaderOf(
  xen: XenData,
  { profile, loader }: Pick<LoaderQuery, 'profile' | 'loader'>,
): LoaderId {
  const { loaders } = xen.profiles[profile];
  const chosen = loader ?? loaders[0]!;
  if (!loaders.includes(chosen)) throw new TypeError(`${profile} is never loaded by ${chosen}`);
  return chosen;
}

const messageTables = new WeakMap<XenData, ReadonlyMap<string, XenMessage>>();

/** The message with this id, as verdicts name it. */
export function messageById(xen: XenData, id: string): XenMessage | null {
  let table = messageTables.get(xen);
  if (!table) {
    table = new Map(xen.messages.map(message => [message.id, message]));
    messageTables.set(xen, table);
  }
  return table.get(id) ?? null;
}

const everywhere = { loaders: null, profiles: null, containers: null, bits: null, xen: null };

function fits(choice: MessageChoice, question: LoaderQuery, loader: LoaderId, checks: LoaderId): boolean {
  const { image, profile } = question;
  return (
    (choice.loaders === null || choice.loaders.includes(loader) || choice.loaders.includes(checks)) &&
    (choice.profiles === null || choice.profiles.includes(profile)) &&
    (choice.containers === null || choice.containers.includes(image.container)) &&
    (choice.bits === null || choice.bits === image.bits)
  );
}

function seen(
  xen: XenData,
  choices: readonly MessageChoice[],
  question: LoaderQuery,
  loader: LoaderId,
  version: Version,
): string[] {
  const { checksOf } = xen.loaders[loader];
  return choices
    .filter(choice => fits(choice, question, loader, checksOf))
    .filter(choice => choice.xen === null || inAny(version, choice.xen))
    .map(choice => choice.id)
    .filter(id => inAny(version, messageById(xen, id)?.xen ?? []));
}

const noteTests: readonly TestName[] = ['any-note', 'any-xen-note', 'guest-os', 'legacy-section'];

const checkTables = new WeakMap<XenData, Map<string, readonly Check[]>>();

function checksOfForm(
  xen: XenData,
  loader: LoaderId,
  profile: ProfileId | null,
  form: BootForm | null,
): readonly Check[] {
  let table = checkTables.get(xen);
  if (!table) checkTables.set(xen, (table = new Map()));
  const key = `${loader} ${profile} ${form}`;
  let found = table.get(key);
  if (!found) {
    const { checksOf } = xen.loaders[loader];
    found = xen.checks.filter(
      check =>
        (check.loaders === null || check.loaders.includes(loader) || check.loaders.includes(checksOf)) &&
        !check.unless.includes(loader) &&
        (check.profiles === null || (profile !== null && check.profiles.includes(profile))) &&
        (check.forms === null || (form !== null && check.forms.includes(form))),
    );
    table.set(key, found);
  }
  return found;
}

/** The checks that a loader makes for a form of a mode in one release, in order. */
export function checksFor(
  xen: XenData,
  loader: LoaderId,
  profile: ProfileId | null,
  form: BootForm | null,
  version: Version,
): Check[] {
  return checksOfForm(xen, loader, profile, form).filter(check => inAny(version, check.xen));
}

/** Each condition once: what is packed twice may need the same thing twice. */
function distinct(conditions: readonly LoaderCondition[]): LoaderCondition[] {
  return [...new Map(conditions.map(one => [JSON.stringify([one.code, one.args]), one])).values()];
}

function ofMode(
  xen: XenData,
  question: LoaderQuery,
  loader: LoaderId,
  row: ModeRow,
  version: Version,
): LoaderVerdict {
  const { image, profile } = question;
  const context: Context = { xen, version, loader };
  const { before, closing: closingIds } = xen.loaders[loader];
  const base = {
    form: row.form,
    select: row.select,
    caveats: [
      ...(row.status === 'supported' ? [] : [{ code: row.status, args: {} } as const]),
      ...(before?.compressions.includes(wrapperOf(image)) && image.container !== 'uimage'
        ? [before.caveat]
        : []),
      ...row.caveats.filter(one => inAny(version, one.xen)).map(one => one.caveat),
    ],
  };
  const conditions: LoaderCondition[] = [];
  const ways: WayOut[] = [];
  const checks = checksFor(xen, loader, profile, row.form, version);
  for (const check of checks) {
    const failure: Failure | null = tests[check.test](image, context);
    if (!failure) continue;
    if (check.condition) {
      conditions.push(check.condition);
      ways.push(...check.wayOut);
      continue;
    }
    const messages = seen(xen, check.messages, question, loader, version);
    const closing = (profile.startsWith('dom0') ? closingIds : []).map(id => ({ ...everywhere, id }));
    const last = seen(xen, closing, question, loader, version).slice(0, 1);
    return refusal(failure.reason ?? check.reason!, failure.args, {
      ...base,
      message: messages[0] ?? null,
      also: [
        ...new Set([...messages.slice(1), ...seen(xen, check.also, question, loader, version), ...last]),
      ],
      wayOut: check.wayOut
        .filter(way => way.containers === null || way.containers.includes(image.container))
        .map(({ code, args }) => ({ code, args })),
      check: check.id,
      evidence: failure.evidence ?? check.evidence,
    });
  }
  const support = supportOf(xen, loader, image, version);
  const all = distinct([
    ...(row.condition ? [row.condition] : []),
    ...xen.loaders[loader].conditions.filter(one => inAny(version, one.xen)).map(one => one.condition),
    ...support.flatMap(one => (one.condition ? [one.condition] : [])),
    ...conditions,
    ...(restsOnNotes(image) && checks.some(check => noteTests.includes(check.test))
      ? [{ code: 'notes-unread', args: {}, message: null } as const]
      : []),
  ]);
  const codes = all.flatMap(({ code }) => xen.sentences.conditions[code]?.wayOut ?? []) as WayOutCode[];
  return {
    ...bare,
    ...base,
    accepted: all.length > 0 ? 'conditional' : 'yes',
    conditions: all,
    wayOut: [
      ...ways.map(({ code, args }) => ({ code, args })),
      ...codes.map((code): WayOut => {
        return code === 'choose-compression'
          ? { code, args: { option: 'CONFIG_KERNEL_GZIP', chosen: '' } }
          : { code, args: {} };
      }),
    ],
    message: all.find(({ message }) => message !== null)?.message ?? null,
    evidence: [...support.flatMap(one => one.evidence), ...row.evidence],
  };
}

/** The rows of the mode table for a profile; a kernel of unknown width is taken for a 64-bit one. */
export function modeRows(xen: XenData, profile: ProfileId, bits: 32 | 64 | null): ModeRow[] {
  return xen.modes.filter(
    row => row.profiles.includes(profile) && (row.bits === null || row.bits === (bits ?? 64)),
  );
}

function earliest(ranges: readonly VersionRange[]): string | null {
  const starts = ranges.flatMap(({ from }) => (from === null ? [] : [from]));
  return starts.sort(compareReleases)[0] ?? null;
}

const rank = { no: 0, conditional: 1, yes: 2 } as const;

const answers = new WeakMap<
  LoaderQuery,
  { readonly xen: XenData; readonly at: Map<string, LoaderVerdict> }
>();

/** The answer for exactly one release, without the ways out that name other releases. Asked again, it is remembered. */
export function verdictAt(xen: XenData, question: LoaderQuery, version: Version): LoaderVerdict {
  let known = answers.get(question);
  if (known?.xen !== xen) answers.set(question, (known = { xen, at: new Map() }));
  let answer = known.at.get(version.text);
  if (!answer) known.at.set(version.text, (answer = judge(xen, question, version)));
  return answer;
}

function judge(xen: XenData, question: LoaderQuery, version: Version): LoaderVerdict {
  const loader = loaderOf(xen, question);
  const { profile, image } = question;
  const { xenFor, xen: always, evidence } = xen.loaders[loader];
  const ranges = xenFor[profile] ?? always;
  const rows = modeRows(xen, profile, image.bits);
  const now = rows.filter(row => inAny(version, row.xen));
  if (now.length === 0) {
    const from = earliest(rows.flatMap(row => row.xen));
    if (from !== null && !atLeast(version, from)) return refusal('mode-too-old', { profile, from });
    return refusal('mode-missing', { profile });
  }
  if (!inAny(version, ranges)) {
    const from = earliest(ranges) ?? '3.0';
    return refusal('loader-missing', { loader, from, to: ranges.at(-1)?.to ?? xen.newest }, { evidence });
  }
  return now
    .map(row => ofMode(xen, question, loader, row, version))
    .reduce((best, next) => (rank[next.accepted] >= rank[best.accepted] ? next : best));
}

/** What makes two verdicts the same answer. */
export function sameAnswer({ accepted, conditions, reason }: LoaderVerdict): string {
  return JSON.stringify([accepted, conditions, reason]);
}
