import type { Interface } from './domain.js';

interface ReadInterface {
  readonly interface: Interface;
  /** The first word that neither xl nor xm knows, or null. */
  readonly refused: string | null;
}

// Evidence: parse_nic_config in tools/xl/xl_parse.c of Xen 4.22, and xm's create.py of 4.4 for the last line.
const names = new Set(
  `type mac mtu bridge netdev gatewaydev ip script backend vifname model rate forwarddev devid trusted untrusted
  accel policy label uuid vlan`.split(/\s+/),
);

/** Reads one network interface: "bridge=xenbr0,mac=00:16:3e:00:00:01"; an empty text is an interface with all defaults. */
export function readInterface(text: string, line: number): ReadInterface {
  const found = new Map<string, string>();
  let refused: string | null = null;
  for (const part of text.split(',')) {
    const word = part.trim();
    if (word === '') continue;
    const at = word.indexOf('=');
    const name = at < 0 ? word : word.slice(0, at);
    if (names.has(name) || name.startsWith('colo_')) found.set(name, at < 0 ? '' : word.slice(at + 1));
    else refused ??= word;
  }
  const get = (name: string) => found.get(name) || null;
  const type = get('type');
  if (type && !/^(vif|ioemu|netfront|paravirtualised)$/.test(type)) refused ??= `type=${type}`;
  const mac = get('mac');
  if (mac && !/^([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i.test(mac)) refused ??= `mac=${mac}`;
  return {
    interface: { line, text, bridge: get('bridge'), mac, model: get('model'), type, script: get('script') },
    refused,
  };
}
