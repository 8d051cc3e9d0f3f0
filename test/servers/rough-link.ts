// A link to a server that goes bad at a turn of a switch: slow, cut, cut in the middle of what is said, or silent. Bytes are passed as they are.
// Called by tests that show what trouble of somebody else's server does to us. Knows no protocol.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * well; late = each piece comes after `lateMilliseconds`; reset = connections are cut at once, old ones too; half = half of the next piece of an answer, and
 * then nothing more; silent = connections are taken, and nothing ever comes.
 */
export type Trouble = 'well' | 'late' | 'reset' | 'half' | 'silent';

export type RoughLink = {
  readonly port: number;
  /** Connections that were taken until now, and those that are open. */
  taken(): number;
  open(): number;
  turn(trouble: Trouble): void;
  /** Turns to `trouble` by itself when so many bytes more have been answered. */
  turnAfter(bytes: number, trouble: Trouble): void;
  stop(): Promise<void>;
};

const lateMilliseconds = 50;

export async function startRoughLink(to: { readonly host: string; readonly port: number }): Promise<RoughLink> {
  const sockets = new Set<Socket>();
  let [trouble, taken, bytesLeft, next]: [Trouble, number, number, Trouble] = ['well', 0, Number.POSITIVE_INFINITY, 'well'];
  const cutAll = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const turn = (to: Trouble) => {
    trouble = to;
    bytesLeft = Number.POSITIVE_INFINITY;
    // Whoever fell silent stays so: what it was told is lost, as on a line that was cut.
    if (to === 'well' || to === 'reset') cutAll();
  };
  const answered = (piece: Buffer): Buffer | null => {
    bytesLeft -= piece.length;
    if (bytesLeft < 0) turn(next);
    if (trouble === 'reset' || trouble === 'silent') return null;
    if (trouble !== 'half') return piece;
    trouble = 'silent';
    return piece.subarray(0, piece.length >> 1);
  };
  const server = createServer((client) => {
    taken += 1;
    if (trouble === 'reset') return client.resetAndDestroy();
    const beyond = connect(to);
    keep(sockets, client, beyond);
    client.on('data', (piece) => trouble !== 'silent' && beyond.write(piece));
    beyond.on('data', (piece) => {
      const passed = answered(piece);
      if (passed && trouble === 'late') setTimeout(() => client.write(passed), lateMilliseconds);
      else if (passed) client.write(passed);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // Listening on TCP, so the address is no path.
    port: (server.address() as AddressInfo).port,
    taken: () => taken,
    open: () => sockets.size / 2,
    turn,
    turnAfter(bytes, to) {
      [bytesLeft, next] = [bytes, to];
    },
    async stop() {
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The ends of one connection live and die together. */
function keep(sockets: Set<Socket>, one: Socket, other: Socket): void {
  for (const [socket, twin] of [
    [one, other],
    [other, one],
  ] as const) {
    sockets.add(socket);
    socket.on('error', () => twin.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      twin.destroy();
    });
  }
}
