import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { openRoom } from './folders.ts';
import { ask } from './visitor.ts';

const stopMillisecondsMax = 5_000;

/** A connection that has been answered once and stays open, as browsers keep them. */
async function idle(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await new Promise((next) => socket.once('data', next));
  return socket;
}

/** Sends a head and half of a body; `rest` sends the other half and gives the whole answer. */
async function halfSent(url: string): Promise<{ rest(): Promise<string>; readonly socket: Socket }> {
  const socket = await idle(url);
  const body = 'userName=somebody&password=something';
  const head = `POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`;
  socket.write(head);
  // The server has read the head once it asks for the body.
  await new Promise((next) => socket.once('data', next));
  socket.write(body.slice(0, 10));
  return {
    socket,
    rest: () =>
      new Promise((resolve) => {
        let text = '';
        socket.on('data', (part: Buffer) => {
          text += part.toString();
        });
        socket.once('close', () => resolve(text));
        socket.write(body.slice(10));
      }),
  };
}

describe('a server that is told to stop', () => {
  const room = openRoom();

  it('answers the request that is under way, closes idle connections, and ends with 0', async () => {
    const server = await room.start({ data: await room.folder() });
    const sleeping = await idle(server.url);
    const asleep = new Promise((next) => sleeping.once('close', next));
    const halfway = await halfSent(server.url);
    const stopping = server.stop();
    // The idle one is closed at once: from here on the server is stopping.
    await asleep;
    const answer = await halfway.rest();
    assert.match(answer, /^HTTP\/1\.1 \d{3} [\s\S]*<\/html>/, answer);
    const { code, milliseconds } = await stopping;
    assert.equal(code, 0, server.said());
    assert.ok(milliseconds < stopMillisecondsMax, `${milliseconds} ms`);
    await assert.rejects(ask(`${server.url}/health/live`));
  });

  it('waits for nobody who does not finish, and still ends with 0 within five seconds', async () => {
    // Told to take less than it may, so that a slow machine does not make it too long.
    const server = await room.start({ data: await room.folder(), env: { REEVE_STOP_SECONDS_MAX: '2' } });
    const { socket } = await halfSent(server.url);
    const { code, milliseconds } = await server.stop();
    socket.destroy();
    assert.equal(code, 0, server.said());
    assert.ok(milliseconds < stopMillisecondsMax, `${milliseconds} ms`);
  });
});
