// A connection to MariaDB or MySQL by `mysql2`, over a socket of ours. TLS begins in the middle of the protocol's greeting, where the driver would make its own;
// it is given ours there, so that host and authority are verified by the same code as everywhere, and the certificate can be shown.
// Called by pool.ts, by way of sql-store.ts. The driver is loaded when first needed.
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Connection as Driver, ExecuteValues } from 'mysql2';
import type { Wire } from './connection.ts';
import { type Reaching, reach, secured } from './reach.ts';

/** What of the driver's inside is touched. Its version is fixed in package.json, and the tests on a real server hold this. */
type Inside = {
  startTLS(whenSecure: (fault?: unknown) => void): void;
  stream: Socket | TLSSocket;
  readonly packetParser: { execute(bytes: Buffer): void };
};
const statementsKept = 100;

export async function connectMariadb(reaching: Reaching): Promise<Wire> {
  const socket = await reach(reaching);
  try {
    return await signedIn(socket, reaching);
  } catch (fault) {
    socket.destroy();
    throw fault;
  }
}

async function signedIn(socket: Socket, reaching: Reaching): Promise<Wire> {
  const { settings, password, milliseconds } = reaching;
  const { createConnection } = await import('mysql2');
  const driver = createConnection({
    stream: () => socket,
    host: settings.host,
    user: settings.user,
    database: settings.database,
    password,
    connectTimeout: milliseconds,
    charset: 'utf8mb4',
    // Should the driver ever make its own TLS after all, it would be as strict.
    ...(settings.tls === 'off' ? {} : { ssl: { rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' } }),
    // A server may not ask for files of ours, nor choose code that the driver would make of its answers.
    flags: ['-LOCAL_FILES'],
    disableEval: true,
    rowsAsArray: true,
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    maxPreparedStatements: statementsKept,
  });
  const inside = securing(driver, socket, reaching);
  // What ends the connection is told by the socket and by the statement that waits.
  driver.on('error', () => {});
  const greeting = await new Promise<{ readonly serverVersion?: string }>((resolve, reject) => {
    driver.once('connect', resolve);
    driver.connect((fault) => fault && reject(fault));
  });
  return {
    send: ({ sql, parameters }) => execute(driver, sql, parameters),
    leave: () => driver.end(() => {}),
    onEnd: (listener) => void driver.once('error', listener),
    stream: inside.stream,
    isMysql: !/mariadb/i.test(greeting.serverVersion ?? ''),
  };
}

/** The driver's inside, with our TLS in place of its own. */
function securing(driver: Driver, socket: Socket, reaching: Reaching): Readonly<Pick<Inside, 'stream'>> {
  // Types do not show it; without it there is no connection, so that a change of the driver cannot pass unseen.
  const inside = driver as unknown as Inside;
  if (typeof inside.startTLS !== 'function' || typeof inside.packetParser?.execute !== 'function') throw new Error('mysql2 is not as it was.');
  inside.startTLS = (whenSecure) => {
    socket.removeAllListeners('data');
    secured(socket, reaching).then((stream) => {
      inside.stream = stream;
      stream.on('error', () => stream.destroy()).on('data', (bytes: Buffer) => inside.packetParser.execute(bytes));
      whenSecure();
    }, whenSecure);
  };
  return inside;
}

/** Prepared by the server: nothing is escaped into a statement on our side, where modes and character sets of the session would have a say. */
function execute(driver: Driver, sql: string, parameters: readonly unknown[]) {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly rows: readonly (readonly unknown[])[]; readonly met: number }>();
  // Whatever comes in here was made by the queries: texts, numbers, bytes and nulls.
  driver.execute(sql, [...parameters] as ExecuteValues[], (fault, result) => {
    if (fault) reject(fault);
    else if (Array.isArray(result)) resolve({ rows: result as unknown[][], met: 0 });
    else resolve({ rows: [], met: result.affectedRows });
  });
  return promise;
}
