// The way to the server: through egress, and what the settings say of TLS. Off is for this machine's own loopback only.
// Called by postgres.ts and mariadb.ts.

import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Egress } from '#egress/egress.ts';
import { secure } from '#egress/secure.ts';
import { inCidrs } from '#network.ts';
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import type { SqlSettings } from '../settings-contract.ts';

export type Reaching = {
  readonly settings: Pick<SqlSettings, 'host' | 'port' | 'database' | 'user' | 'tls' | 'authorities'>;
  readonly egress: Egress;
  readonly password: string;
  readonly milliseconds: number;
};

const loopback = ['127.0.0.0/8', '::1'] as const;

export async function reach({ settings: { host, port, tls }, egress, milliseconds }: Reaching): Promise<Socket> {
  if (tls === 'off' && !inCidrs(await egress.resolve(host), loopback)) throw new StoreFault('settings', say('sql.tls-off', { host }));
  const socket = await egress.connect({ host, port }, milliseconds);
  // Until somebody listens, a socket's error would end the process.
  return socket.on('error', () => socket.destroy());
}

export const secured = (socket: Socket, { settings: { host, authorities }, milliseconds }: Reaching): Promise<TLSSocket> =>
  secure(socket, { host, authorities, milliseconds });
