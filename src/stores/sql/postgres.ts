// A connection to PostgreSQL by `pg`, over a socket of ours: TLS is asked for and verified before the driver says its first word.
// Called by pool.ts, by way of sql-store.ts. The driver is loaded when first needed.

import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type pg from 'pg';
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import type { Wire } from './connection.ts';
import { type Reaching, reach, secured } from './reach.ts';

/** Message SSLRequest of the protocol: its length, and a number that is no version. */
const sslRequest = Buffer.from('0000000804d2162f', 'hex');
const bytea = 17;
/** text[], varchar[], char[]. */
const lists: readonly number[] = [1009, 1015, 1014];

export async function connectPostgres(reaching: Reaching): Promise<Wire> {
  const plain = await reach(reaching);
  try {
    const socket = reaching.settings.tls === 'off' ? plain : await upgraded(plain, reaching);
    return await signedIn(socket, reaching);
  } catch (fault) {
    plain.destroy();
    throw fault;
  }
}

async function upgraded(plain: Socket, reaching: Reaching): Promise<TLSSocket> {
  plain.write(sslRequest);
  const answer = await firstOf(plain, reaching);
  if (answer.toString('latin1') === 'S') return secured(plain, reaching);
  // More than one letter would be somebody who speaks before the server is known (CVE-2021-23222).
  throw new StoreFault('tls', say(answer.toString('latin1') === 'N' ? 'sql.no-tls' : 'sql.no-postgres', { server: reaching.settings.host }));
}

function firstOf(socket: Socket, { settings: { host }, milliseconds }: Reaching): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const timer = setTimeout(() => reject(new StoreFault('silent', say('fault.silent-within', { server: host, milliseconds }))), milliseconds);
  const closed = () => reject(new StoreFault('unreachable', say('sql.hung-up-at-tls', { server: host })));
  socket.once('data', resolve).once('close', closed);
  return promise.finally(() => {
    clearTimeout(timer);
    socket.off('data', resolve).off('close', closed).pause();
  });
}

async function signedIn(socket: Socket | TLSSocket, { settings: { database, user }, password, milliseconds }: Reaching): Promise<Wire> {
  const { default: driver } = await import('pg');
  const client = new driver.Client({
    stream: () => asIfConnecting(socket),
    ssl: false,
    user,
    database,
    // As a function, so that an empty one is not looked for in the environment or in a file.
    password: () => password,
    application_name: 'reeve',
    connectionTimeoutMillis: milliseconds,
    types: typesOf(driver),
  });
  // What ends the connection is told by `end` and by the statement that waits.
  client.on('error', () => {});
  await client.connect();
  return {
    send: async ({ sql, parameters }) => {
      const { rows, rowCount } = await client.query<unknown[]>({ text: sql, values: [...parameters], rowMode: 'array' });
      return { rows, met: rowCount ?? 0 };
    },
    leave: () => void client.end().catch(() => {}),
    // A server that shuts down says so before its socket closes, and the driver is done with it then.
    onEnd: (listener) => void client.once('error', listener),
    stream: socket,
    isMysql: false,
  };
}

/** The driver wants to connect by itself: it is told that it has. */
function asIfConnecting<S extends Socket>(socket: S): S {
  return Object.assign(socket, {
    connect: () => {
      setImmediate(() => socket.emit('connect'));
      return socket;
    },
  });
}

/** Everything as the text that the server sends, but for bytes and lists. */
const typesOf = (driver: typeof pg): pg.CustomTypesConfig => ({
  // biome-ignore lint/suspicious/noExplicitAny: the signature of pg.
  getTypeParser: (oid: number, format?: any) => (oid === bytea || lists.includes(oid) ? driver.types.getTypeParser(oid, format) : String),
});
