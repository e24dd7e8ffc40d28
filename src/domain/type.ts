import { atLeast, type Version } from '../input/version.js';
import type { Located, DomainFacts, DomainSyntax, DomainValue, GuestType } from './domain.js';
import { toInteger } from './vdev.js';

/** What a file asks for at one Xen. `pvhv1` is the first PVH, of Xen 4.4 to 4.8. */
interface RequestedType {
  readonly type: GuestType | 'pvhv1';
  /** The key that decides; null: the default. */
  readonly key: 'type' | 'builder' | 'pvh' | 'device_model_version' | 'libvirt' | null;
  readonly line: number | null;
  /** The key is there but this Xen doesn't know it, which changes what the guest is. */
  readonly ignored: 'type' | 'pvh' | null;
}

/** A value that `key` may not have, or two keys that exclude each other. */
interface TypeFault {
  readonly key: 'type' | 'builder';
  readonly line: number;
  readonly value: string;
  readonly contradicts: 'type' | 'builder' | null;
}

type Settings = DomainFacts['settings'];

const textOf = (value: DomainValue | undefined): string | null =>
  value === undefined || typeof value === 'object' ? null : String(value);

/** xl compares as many letters as the file has, hvm first: "" and "h" are hvm, "p" is pv. */
export function typeFromText(text: string): GuestType | null {
  return (['hvm', 'pv', 'pvh'] as const).find(type => type.startsWith(text)) ?? null;
}

function builderFromText(text: string): GuestType | null {
  if ('hvm'.startsWith(text)) return 'hvm';
  return 'generic'.startsWith(text) ? 'pv' : null;
}

/** What the keys say together, whatever the Xen: an explicit `type` before `builder` before `pvh`. */
export function statedType(
  settings: Settings,
  syntax: DomainSyntax,
): { value: GuestType; line: number } | null {
  const type = settings.get('type');
  const named = type && typeFromText(textOf(type.value) ?? '?');
  if (type && named) return { value: named, line: type.line };
  const builder = settings.get('builder');
  if (builder && builderFromText(textOf(builder.value) ?? '?') === 'hvm')
    return { value: 'hvm', line: builder.line };
  const pvh = settings.get('pvh');
  if (pvh && syntax === 'xl' && toInteger(textOf(pvh.value) ?? '')) return { value: 'pvh', line: pvh.line };
  if (builder) return { value: 'pv', line: builder.line };
  return null;
}

/** Values of `type` and `builder` that xl refuses from Xen 4.10 on, and their contradiction. */
export function typeFaults(settings: Settings): TypeFault[] {
  const faults: TypeFault[] = [];
  const type = settings.get('type');
  const builder = settings.get('builder');
  const [typeText, builderText] = [textOf(type?.value), textOf(builder?.value)];
  const named = typeText === null ? null : typeFromText(typeText);
  const built = builderText === null ? null : builderFromText(builderText);
  if (type && typeText !== null && !named)
    faults.push({ key: 'type', line: type.line, value: typeText, contradicts: null });
  if (builder && builderText !== null && !built)
    faults.push({ key: 'builder', line: builder.line, value: builderText, contradicts: null });
  if (builder && named && built && named !== built)
    faults.push({ key: 'builder', line: builder.line, value: builderText!, contradicts: 'type' });
  return faults;
}

/**
 * The guest that a file makes under one Xen.
 * Evidence, of Xen's tools: `type` since 4.10 (tools/xl/xl_parse.c, c7dfe4ac58), default pv, on Arm pvh since 4.12; before,
 * only builder="hvm" counts, every other value is pv; `pvh` from 4.4 to 4.8 (xl_cmdimpl.c); builder="hvm" with
 * device_model_version="none" from 4.7 to 4.9 makes what became PVH (libxl_create.c, 904fc1d7c90d).
 */
export function requestedType(
  facts: Pick<DomainFacts, 'settings' | 'syntax' | 'type'>,
  xen: Version,
  arm = false,
): RequestedType {
  const { settings, syntax } = facts;
  if (syntax === 'libvirt') {
    const line = facts.type?.line ?? null;
    return { type: facts.type?.value ?? 'pv', key: facts.type ? 'libvirt' : null, line, ignored: null };
  }
  const type = settings.get('type');
  const builder = settings.get('builder');
  const pvh = settings.get('pvh');
  const wantsFirst = pvh !== undefined && Boolean(toInteger(textOf(pvh.value) ?? ''));
  if (atLeast(xen, '4.10')) {
    const ignored = wantsFirst && !type ? 'pvh' : null;
    const named = type && typeFromText(textOf(type.value) ?? '?');
    if (type && named) return { type: named, key: 'type', line: type.line, ignored };
    const built = builder && builderFromText(textOf(builder.value) ?? '?');
    if (builder && built) return { type: built, key: 'builder', line: builder.line, ignored };
    return { type: arm && atLeast(xen, '4.12') ? 'pvh' : 'pv', key: null, line: null, ignored };
  }
  const ignored = type ? 'type' : wantsFirst && !(atLeast(xen, '4.4') && !atLeast(xen, '4.9')) ? 'pvh' : null;
  if (builder && builderFromText(textOf(builder.value) ?? '?') === 'hvm') {
    const model = settings.get('device_model_version');
    if (model?.value === 'none' && atLeast(xen, '4.7'))
      return { type: 'pvh', key: 'device_model_version', line: model.line, ignored };
    return { type: 'hvm', key: 'builder', line: builder.line, ignored };
  }
  if (wantsFirst && pvh && atLeast(xen, '4.4') && !atLeast(xen, '4.9'))
    return { type: 'pvhv1', key: 'pvh', line: pvh.line, ignored };
  return { type: 'pv', key: builder ? 'builder' : null, line: builder?.line ?? null, ignored };
}

/** A "kernel" of xm's days for HVM guests that is none. */
export function isHvmLoader(kernel: Located<string> | null): boolean {
  return kernel !== null && kernel.value.slice(kernel.value.lastIndexOf('/') + 1) === 'hvmloader';
}
