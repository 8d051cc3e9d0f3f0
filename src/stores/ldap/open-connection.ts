// Opens a connection to one server: through egress, under TLS that is verified, and if wanted bound as somebody.
// Called by directory.ts. A password is sent only over what nobody else can read, and never an empty one: that would be an anonymous bind which
// looks like a right password (RFC 4513 §5.1.2).

import type { Socket } from 'node:net';
import { BindRequest, type Control, ExtendedRequest } from 'ldapts';
import type { Egress } from '#egress/egress.ts';
import { certificateOf, secure } from '#egress/secure.ts';
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import { Connection } from './connection.ts';
import { code, faultOf, refusedReading } from './faults.ts';
import { operation, type Result } from './response.ts';
import type { Server } from './server.ts';

export type Opening = {
  readonly egress: Egress;
  readonly authorities: string;
  /** For the connection, for TLS and for each answer on the way. */
  readonly milliseconds: number;
};

/** RFC 4511 §4.14.1. */
const startTlsOid = '1.3.6.1.4.1.1466.20037';
const smallAnswerBytesMax = 1024 * 1024;

export async function openConnection(server: Server, opening: Opening): Promise<Connection> {
  try {
    const socket = await opening.egress.connect(server, opening.milliseconds);
    // Until somebody listens, a socket's error would end the process.
    socket.on('error', () => socket.destroy());
    return server.tls === 'at-once' ? await securedAtOnce(socket, server, opening) : await securedLater(socket, server, opening);
  } catch (fault) {
    throw faultOf(fault, server.url);
  }
}

async function securedAtOnce(socket: Socket, server: Server, { authorities, milliseconds }: Opening): Promise<Connection> {
  const secured = await secure(socket, { host: server.host, authorities, milliseconds });
  const connection = new Connection(secured, server.url);
  connection.certificate = certificateOf(secured);
  return connection;
}

async function securedLater(socket: Socket, server: Server, { authorities, milliseconds }: Opening): Promise<Connection> {
  const connection = new Connection(socket, server.url);
  try {
    if (server.tls === 'none' && connection.secret) return connection;
    if (server.tls === 'none') throw new StoreFault('settings', say('directory.not-here', { server: server.url }));
    const { code: answered, ...result } = await connection.ask(
      (id) => new ExtendedRequest({ messageId: id, oid: startTlsOid }).write(),
      answering(operation.extended, milliseconds),
    );
    if (answered !== code.success)
      throw new StoreFault('tls', say('directory.no-start-tls', { server: server.url, why: refusedReading({ code: answered, ...result }, 'StartTLS').says }));
    await connection.through(async (plain) => {
      const secured = await secure(plain, { host: server.host, authorities, milliseconds });
      connection.certificate = certificateOf(secured);
      return secured;
    });
    return connection;
  } catch (fault) {
    connection.close();
    throw fault;
  }
}

export const answering = (expects: number, milliseconds: number) => ({ expects, milliseconds, bytesMax: smallAnswerBytesMax });

export type Credentials = { readonly dn: string; readonly password: string };

/** Asks the server whether this password is right. What the answer means is for the caller to say. */
export async function bind(
  connection: Connection,
  { dn, password }: Credentials,
  { milliseconds, controls = [] }: { milliseconds: number; controls?: Control[] },
): Promise<Result> {
  if (password === '' || dn === '') throw new StoreFault('credentials', say('directory.no-password'));
  if (!connection.secret) throw new StoreFault('tls', say('directory.in-the-clear', { server: connection.url }));
  return connection.ask((id) => new BindRequest({ messageId: id, dn, password, controls }).write(), answering(operation.bind, milliseconds));
}
