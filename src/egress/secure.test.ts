import assert from 'node:assert/strict';
import { createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { after, describe, it } from 'node:test';
import { createServer } from 'node:tls';
import { type Authority, makeAuthority, type Pair } from '../../test/servers/authority.ts';
import { openEgress } from './egress.ts';
import { certificateOf, secure, TlsFault } from './secure.ts';

const patient = 20_000;
const undo: (() => Promise<void>)[] = [];
after(async () => {
  for (const step of undo.reverse()) await step();
});

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => socket.destroy())));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** A server with this certificate, and what it was sent once the handshake was done. */
async function serving(pair: Pair): Promise<{ readonly port: number; readonly received: () => string }> {
  let received = '';
  const server = createServer({ key: pair.key, cert: pair.cert }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (piece) => {
      received += String(piece);
      socket.end('heard');
    });
  });
  return { port: await listening(server), received: () => received };
}

async function secured(
  port: number,
  { authority, host = 'localhost', milliseconds = patient }: { authority: Authority | null; host?: string; milliseconds?: number },
) {
  const socket = await openEgress({ egressNetworks: ['127.0.0.1'] }).connect({ host: '127.0.0.1', port }, patient);
  const connected = await secure(socket, { host, authorities: authority?.cert ?? '', milliseconds });
  undo.push(async () => void connected.destroy());
  return connected;
}

const distrusted = (work: Promise<unknown>, says: RegExp, shown: boolean) =>
  assert.rejects(work, (fault) => {
    assert.ok(fault instanceof TlsFault, String(fault));
    assert.match(fault.message, says);
    assert.equal(fault.certificate !== null, shown);
    return true;
  });

describe('TLS to an address that somebody typed', async () => {
  const [ours, others] = [await makeAuthority(), await makeAuthority('Somebody else')];

  it('trusts the authority that is given, for the name that was typed', async () => {
    const { port } = await serving(await ours.issue(['localhost', '127.0.0.1']));
    for (const host of ['localhost', '127.0.0.1']) {
      const socket = await secured(port, { authority: ours, host });
      assert.match(certificateOf(socket)?.subject ?? '', /CN=localhost/);
      socket.write('hello');
      assert.equal((await socket.toArray()).join(''), 'heard');
    }
  });

  it('refuses another name, another authority, and another time, and shows whose certificate it was', async () => {
    const good = await serving(await ours.issue(['localhost']));
    await distrusted(secured(good.port, { authority: ours, host: 'ldap.example.com' }), /for another name/, true);
    await distrusted(secured(good.port, { authority: ours, host: '127.0.0.1' }), /for another name/, true);
    await distrusted(secured(good.port, { authority: others }), /not from an authority/, true);
    await distrusted(secured(good.port, { authority: null }), /not from an authority/, true);
    const ended = await serving(await ours.issue(['localhost'], { from: -20, until: -1 }));
    await distrusted(secured(ended.port, { authority: ours }), /ended on/, true);
    const early = await serving(await ours.issue(['localhost'], { from: 5, until: 20 }));
    await distrusted(secured(early.port, { authority: ours }), /not valid yet/, true);
    assert.equal(good.received() + ended.received() + early.received(), '', 'nothing is sent to whom nobody trusts');
  });

  it('a server that speaks something else, hangs up, or says nothing has no TLS', async () => {
    const talking = await listening(createPlainServer((socket) => socket.end('220 mail.example.com ESMTP\r\n')));
    await distrusted(secured(talking, { authority: ours }), /does not speak TLS/, false);
    const hanging = await listening(createPlainServer((socket) => socket.destroy()));
    await assert.rejects(secured(hanging, { authority: ours }));
    const silent = await listening(createPlainServer(() => undefined));
    await assert.rejects(secured(silent, { authority: ours, milliseconds: 200 }), /did not finish the TLS handshake/);
  });
});
