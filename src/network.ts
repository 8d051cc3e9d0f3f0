// Addresses: reading them, the network an address belongs to, lists of networks, and whose address a request comes from behind proxies.
// Anyone may import it. Pure. Does not know sockets, headers or configuration: it is given texts.

/** IPv4 written inside IPv6 (RFC 4291 §2.5.5.2) is read as the IPv4 address it is, so that one machine has one name. */
export type Address = { readonly family: 4 | 6; readonly value: bigint };
export type Cidr = Address & { readonly prefix: number };

const bits = { 4: 32n, 6: 128n } as const;
/** A forwarded chain longer than this is nobody's honest header. */
const hopsMax = 32;
const textMax = 64;

/** Null = no address. A zone (`%eth0`) is left out; a port is not part of an address (see `clientAddress`). */
export function parseAddress(text: string): Address | null {
  if (text.length > textMax) return null;
  if (!text.includes(':')) return parseV4(text);
  const value = parseV6(text.replace(/%[\w.-]+$/, ''));
  if (value === null) return null;
  return value >> 32n === 0xffffn ? { family: 4, value: value & 0xffff_ffffn } : { family: 6, value };
}

function parseV4(text: string): Address | null {
  const parts = text.split('.');
  // A leading zero is octal to some and decimal to others: refused, so that no two readers disagree.
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return null;
  return { family: 4, value: parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
}

function parseV6(text: string): bigint | null {
  const halves = withHexTail(text)?.split('::') ?? [];
  if (halves.length < 1 || halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

/** Turns a dotted tail (`::ffff:192.0.2.1`) into two groups. */
function withHexTail(text: string): string | null {
  if (!text.includes('.')) return text;
  const at = text.lastIndexOf(':') + 1;
  const tail = parseV4(text.slice(at));
  return tail && `${text.slice(0, at)}${(tail.value >> 16n).toString(16)}:${(tail.value & 0xffffn).toString(16)}`;
}

/** IPv4 dotted, IPv6 as RFC 5952 wants it. */
export function formatAddress({ family, value }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const run = longestZeros(groups);
  if (run.length < 2) return groups.join(':');
  return `${groups.slice(0, run.at).join(':')}::${groups.slice(run.at + run.length).join(':')}`;
}

function longestZeros(groups: readonly string[]): { at: number; length: number } {
  let best = { at: 0, length: 0 };
  for (let at = 0; at < groups.length; at++) {
    let end = at;
    while (groups[end] === '0') end++;
    if (end - at > best.length) best = { at, length: end - at };
  }
  return best;
}

const masked = ({ family, value }: Address, prefix: number): bigint => {
  const rest = bits[family] - BigInt(prefix);
  return (value >> rest) << rest;
};

/** What failures are counted by: a /24 of IPv4, a /56 of IPv6 (what one household is given). What is no address shares one network. */
export function networkOf(text: string): string {
  const address = parseAddress(text);
  if (!address) return 'unknown';
  const prefix = address.family === 4 ? 24 : 56;
  return `${formatAddress({ family: address.family, value: masked(address, prefix) })}/${prefix}`;
}

/** `192.0.2.0/24`, `2001:db8::/32`, or a single address. Bits below the prefix must be 0: `10.1.2.3/8` is a slip of the pen, and refused. */
export function parseCidr(text: string): Cidr | null {
  const [, head = '', tail] = /^([^/]+)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text.trim()) ?? [];
  const address = parseAddress(head);
  if (!address) return null;
  const written = tail === undefined ? Number(bits[address.family]) : Number(tail);
  // ::ffff:10.0.0.0/104 counts its prefix from the IPv6 beginning.
  const prefix = address.family === 4 && head.includes(':') && tail !== undefined ? written - 96 : written;
  if (prefix < 0 || prefix > Number(bits[address.family]) || masked(address, prefix) !== address.value) return null;
  return { ...address, prefix };
}

/** Whether an address lies in one of the networks. What cannot be read lies in none, on either side. */
export function inCidrs(text: string, cidrs: readonly string[]): boolean {
  const address = parseAddress(text);
  if (!address) return false;
  return cidrs.some((written) => {
    const cidr = parseCidr(written);
    return cidr !== null && cidr.family === address.family && masked(address, cidr.prefix) === cidr.value;
  });
}

/**
 * Whose request this is. `forwardedFor` is believed only from trusted proxies, read from the right, up to the first address that is not one of them.
 * What cannot be read ends the reading at the last proxy we trust: an odd header never skips a check (CVE-2024-47070) and never chooses an address.
 */
export function clientAddress(remote: string | undefined, forwardedFor: string | undefined, trustedProxies: readonly string[]): string {
  let nearest = parseAddress(remote ?? '');
  if (!nearest) return 'unknown';
  const hops = (forwardedFor ?? '').split(',');
  if (forwardedFor === undefined || hops.length > hopsMax) return formatAddress(nearest);
  while (inCidrs(formatAddress(nearest), trustedProxies)) {
    const next = parseHop(hops.pop() ?? '');
    if (!next) break;
    nearest = next;
  }
  return formatAddress(nearest);
}

/** One entry of X-Forwarded-For: an address, perhaps with a port. */
function parseHop(text: string): Address | null {
  const hop = text.trim();
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(hop)?.[1];
  return parseAddress(bracketed ?? hop.replace(/^([\d.]+):\d{1,5}$/, '$1'));
}
