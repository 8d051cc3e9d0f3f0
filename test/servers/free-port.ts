// A port on loopback that a server may be told to use a moment later. Called by tests and by postgres.ts.
// Below those that the system gives to outgoing connections (from 32768): one of them could be taken in between.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const ports = { from: 15_000, to: 32_000 };
const triesMax = 100;

export async function freePort(): Promise<number> {
  for (let tried = 0; tried < triesMax; tried++) {
    const port = randomInt(ports.from, ports.to);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port is free between ${ports.from} and ${ports.to}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
