// egress: the only way out to an address that somebody typed in (rule 39). Resolves, checks every answer, and pins: who connects, connects to the address that
// was checked, so that no second answer of a name server (DNS rebinding) and no redirect leads elsewhere.
// Hangs off World; called by drivers of user stores, mail and identity providers. Knows networks, and nothing of what is said over them.

import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import { formatAddress, inCidrs, parseAddress } from '#network.ts';
import { inEnglish, type Sentence, say } from '#sentences/sentence.ts';

/** Never, whatever the configuration says: this host's own link, and where clouds keep their credentials (169.254.169.254, 192.0.0.192, 168.63.129.16, fd00:ec2::254). */
const never = ['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '168.63.129.16', '224.0.0.0/3', '::', 'fe80::/10', 'ff00::/8', 'fd00:ec2::254'] as const;
/** Only where `egress_networks` lists them: loopback, and what is private (RFC 1918, RFC 4193, RFC 6598). */
const inside = ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '::1', 'fc00::/7'] as const;

/** An IPv6 address that a gateway takes to the IPv4 one in its end (RFC 6052 §2.1): it is judged as that one too. */
const translated = '64:ff9b::/96';
const ipv4Mask = 0xffff_ffffn;

const portMax = 65_535;

export class EgressFault extends Error {
  override readonly name = 'EgressFault';
  readonly says: Sentence;
  /** False = there may be an address another time. */
  readonly forbidden: boolean;

  constructor(says: Sentence, { forbidden = true } = {}) {
    super(inEnglish(says));
    this.says = says;
    this.forbidden = forbidden;
  }
}

export type Place = { readonly host: string; readonly port: number };
export type Egress = {
  /** The address to connect to, checked. EgressFault says why there is none. */
  resolve(host: string): Promise<string>;
  /** A connected socket; EgressFault when it may not be, the system's error or a time-out when it cannot. */
  connect(place: Place, milliseconds: number): Promise<Socket>;
};

export function openEgress({ egressNetworks }: { readonly egressNetworks: readonly string[] }): Egress {
  const resolve = async (host: string): Promise<string> => {
    const addresses = await addressesOf(host);
    const allowed = addresses.find((address) => isAllowed(address, egressNetworks));
    if (allowed !== undefined) return allowed;
    throw new EgressFault(refusalOf(host, addresses), { forbidden: addresses.length > 0 });
  };
  return { resolve, connect: async (place, milliseconds) => socketTo({ host: await resolve(place.host), port: place.port }, milliseconds) };
}

const isAllowed = (address: string, networks: readonly string[]): boolean =>
  namesOf(address).every((name) => !inCidrs(name, never) && (!inCidrs(name, inside) || inCidrs(name, networks)));

function namesOf(address: string): readonly string[] {
  const read = parseAddress(address);
  return read && inCidrs(address, [translated]) ? [address, formatAddress({ family: 4, value: read.value & ipv4Mask })] : [address];
}

function refusalOf(host: string, addresses: readonly string[]): Sentence {
  if (addresses.length === 0) return say('egress.no-address', { host });
  const address = addresses[0] ?? '';
  const where = address === host ? address : `${host} (${address})`;
  if (namesOf(address).some((name) => inCidrs(name, never))) return say('egress.never', { host: where });
  return say('egress.private', { host: where, network: namesOf(address).at(-1) ?? '' });
}

/** What cannot be read as an address is asked of the name service; an address written oddly (octal, decimal) is none. */
async function addressesOf(host: string): Promise<readonly string[]> {
  const written = parseAddress(host.replace(/^\[(.*)\]$/, '$1'));
  if (written) return [formatAddress(written)];
  if (!/^(?!\d+$)(?!0x)[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252})$/.test(host) || /^[\d.]+$/.test(host)) return [];
  try {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

function socketTo({ host, port }: Place, milliseconds: number): Promise<Socket> {
  if (!Number.isInteger(port) || port < 1 || port > portMax) throw new EgressFault(say('egress.no-port', { port, max: portMax }));
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  const timer = setTimeout(() => socket.destroy(new Error(`${host} did not take the connection within ${milliseconds} ms.`)), milliseconds);
  socket.once('error', reject);
  socket.once('connect', () => {
    clearTimeout(timer);
    socket.off('error', reject);
    resolve(socket);
  });
  socket.once('close', () => clearTimeout(timer));
  return promise;
}
