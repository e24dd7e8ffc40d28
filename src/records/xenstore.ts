// `xenstore-ls`, as a tree with one blank a level, or with whole paths (-f).
import { hasHead, linesOf } from './lines.js';
import type { StoreDevice, StoreFacts, Told } from './record.js';

const node = /^( {0,64})([^\s=]{1,256}) = "(.*)"(?: {1,8}\(.*\))?\.*\s*$/;

export const isXenstore = (text: string): boolean =>
  hasHead(text, /^ {0,8}(?:(?:tool|vm|local|domain|libxl|backend|device|vbd|vif|console) = ""|\/\S+ = ")/) &&
  linesOf(text.slice(0, 1 << 16))
    .slice(0, -1)
    .filter(({ text: one }) => one.trim() !== '')
    .filter(({ text: one }) => !node.test(one)).length <= 3;

/** .../backend/TYPE/DOMAIN/DEVICE/KEY, or from TYPE on, where only that folder was listed. */
const back =
  /(?:^|(?:^|\/)backend\/)(?!domain\/|vm\/)([\w-]+)\/(\d{1,6})\/([^/]+)\/(state|hotplug-status|hotplug-error|frontend)$/;
/** .../domain/DOMAIN/device/TYPE/DEVICE/KEY */
const front = /(?:^|\/)domain\/(\d{1,6})\/device\/([\w-]+)\/([^/]+)\/state$/;

type Draft = { -readonly [Key in keyof StoreDevice]: StoreDevice[Key] };

export function readXenstore(text: string): StoreFacts {
  const devices = new Map<string, Draft>();
  const deviceOf = (line: number, type: string, domain: string, device: string): Draft => {
    const id = `${type}/${domain}/${device}`;
    let found = devices.get(id);
    if (!found) {
      found = {
        line,
        type,
        domain: Number(domain),
        device,
        back: null,
        front: null,
        hotplugStatus: null,
        hotplugError: null,
      };
      devices.set(id, found);
    }
    return found;
  };
  const names: string[] = [];
  for (const { line, text: whole } of linesOf(text)) {
    const found = node.exec(whole);
    if (!found) continue;
    const depth = found[1]!.length;
    names.length = Math.min(names.length, depth);
    names[depth] = found[2]!;
    const path = found[2]!.startsWith('/') ? found[2]! : names.join('/');
    const value: Told = { value: found[3]!, line };
    const ofBack = back.exec(path);
    if (ofBack) {
      const device = deviceOf(line, ofBack[1]!, ofBack[2]!, ofBack[3]!);
      if (ofBack[4] === 'state') device.back = value;
      if (ofBack[4] === 'hotplug-status') device.hotplugStatus = value;
      if (ofBack[4] === 'hotplug-error') device.hotplugError = value;
      continue;
    }
    const ofFront = front.exec(path);
    if (ofFront) deviceOf(line, ofFront[2]!, ofFront[1]!, ofFront[3]!).front = value;
  }
  return { kind: 'xenstore', devices: [...devices.values()] };
}
