// Personal details of texts, replaced: the same detail by the same stand-in, wherever it stands.

const ipv4 =
  /(?<![\w.-]|[Vv]ersion:? |Xen |Linux )(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w]|\.\d)/g;
const mac = /(?<![\w:])[0-9a-f]{2}(?::[0-9a-f]{2}){5}(?![\w:])/gi;
const uuid = /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/gi;
/** At least three groups, or "::" with one: a time of day is none. */
const ipv6 =
  /(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){1,7}:|::(?:[0-9a-f]{1,4}:){1,6}[0-9a-f]{1,4})(?![\w:])/gi;
const mail = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}/g;
const home = /(?<=\/home\/|\/Users\/|\/var\/mail\/)[^/\s"'\],:]{1,64}/g;
const secret =
  /(\b(?:vncpasswd|spicepasswd|passwd|password|passphrase|secret|psk|rd\.luks\.key|ipxe_key)\s{0,4}[=:]\s{0,4})("[^"\n]{0,200}"|'[^'\n]{0,200}'|[^\s,;\]]{1,200})/gi;
/** What names the machine: `xl info`, the system log, the kernel's parameters. */
const hostLine =
  /^host\s{1,40}: (\S{1,255})$|^\w{3} [ \d]\d \d\d:\d\d:\d\d (\S{1,255}) \S|\bhostname[=:] ?"?([\w.-]{1,255})/gm;
const userLine = /\b(?:user|login|uname)[=:] ?"?([a-z_][\w-]{0,31})\b/g;

/** What anybody's logs have: loopback, "any", masks, and names that name nobody. */
const common = new Set(['127.0.0.1', '0.0.0.0', '255.255.255.255', '255.255.255.0', '::1', '::']);
const nobody = new Set([
  'localhost',
  'dom0',
  'domu',
  'xen',
  'host',
  'guest',
  'kernel',
  'root',
  'debian',
  'ubuntu',
  'fedora',
]);
/** All zeros and all ones, and Xen's own cards before anybody gave them an address. */
const plainMac = /^(?:00:){5}00$|^(?:ff:){5}ff$|^fe:ff:ff:ff:ff:ff$/i;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

interface StandIns {
  /** Notes the names of machines in a text. */
  learn(text: string): void;
  /** The text with stand-ins for what is personal in it. */
  replace(text: string): string;
}

/** Keeps what stands for what, over all texts. Let it learn from all of them before the first is replaced. */
export function standIns(): StandIns {
  const known = new Map<string, string>();
  const counts = new Map<string, number>();
  const hosts = new Map<string, string>();
  const stand = (kind: string, detail: string, make: (number: number) => string): string => {
    const key = `${kind} ${detail.toLowerCase()}`;
    let found = known.get(key);
    if (found === undefined) {
      const number = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, number);
      found = make(number);
      known.set(key, found);
    }
    return found;
  };
  const learn = (name: string) => {
    // The short name of a machine stands for it, too.
    for (const one of [name, name.split('.')[0]!])
      if (
        one.length > 2 &&
        !nobody.has(one.toLowerCase()) &&
        !/^[\d.:]+$/.test(one) &&
        !hosts.has(one) &&
        hosts.size < 200
      )
        hosts.set(
          one,
          stand('host', name.split('.')[0]!, number => `host-${number}`),
        );
  };
  const replace = (text: string): string => {
    let out = text
      .replace(secret, (_, key: string) => `${key}"REMOVED"`)
      .replace(mail, one =>
        // The kernel's own builder is no secret, and tells the distribution.
        /^(?:debian-kernel|buildd|mockbuild|builder|root|geeko|buildozer)@/.test(one)
          ? one
          : stand('mail', one, number => `person-${number}@example.org`),
      )
      .replace(uuid, one =>
        stand('uuid', one, number => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`),
      )
      // Addresses for documentation (RFC 5737, RFC 3849), and locally administered ones under Xen's own numbers.
      .replace(mac, one => (plainMac.test(one) ? one : stand('mac', one, number => macOf(one, number))))
      .replace(ipv4, one => (common.has(one) ? one : stand('ipv4', one, ipv4Of)))
      .replace(ipv6, one =>
        common.has(one) ? one : stand('ipv6', one, number => `2001:db8::${number.toString(16)}`),
      )
      .replace(home, one => stand('user', one, number => `user-${number}`));
    out = out.replace(userLine, (whole, user: string) =>
      nobody.has(user)
        ? whole
        : whole.slice(0, whole.length - user.length) + stand('user', user, number => `user-${number}`),
    );
    if (hosts.size === 0) return out;
    const longest = [...hosts.keys()].sort((left, right) => right.length - left.length);
    return out.replace(new RegExp(`(?<![\\w-])(?:${longest.map(escaped).join('|')})(?![\\w-])`, 'g'), one =>
      hosts.get(one)!,
    );
  };
  return {
    replace,
    learn(text) {
      for (const match of text.matchAll(hostLine)) learn((match[1] ?? match[2] ?? match[3])!);
    },
  };
}

/** Xen's vendor number tells that a card is a guest's: it stays. */
const macOf = (detail: string, number: number): string =>
  `${detail.toLowerCase().startsWith('00:16:3e') ? '00:16:3e' : '02:00:00'}:${[16, 8, 0]
    .map(shift => ((number >> shift) & 0xff).toString(16).padStart(2, '0'))
    .join(':')}`;

const documentation = ['192.0.2', '198.51.100', '203.0.113'];
const ipv4Of = (number: number): string =>
  number <= 3 * 254
    ? `${documentation[Math.floor((number - 1) / 254)]}.${((number - 1) % 254) + 1}`
    : `198.18.${(number >> 8) & 0xff}.${number & 0xff}`;
