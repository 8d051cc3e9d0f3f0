// What a driver is given in tests: egress to loopback, and the limits that a case asks for.
// Called by the implementations of the suite and by tests of the drivers.
import { openEgress } from '#egress/egress.ts';
import type { Driving } from '#stores/driver.ts';
import type { Opening } from '../stores/implementation.ts';

const hashesItself = () => Promise.reject(new Error('A directory hashes by itself.'));

export const drivingTo = (password: string, { answerMilliseconds = 20_000, connectionsMax = 8 }: Opening = {}): Driving => ({
  egress: openEgress({ egressNetworks: ['127.0.0.0/8'] }),
  hashing: { hash: hashesItself, verify: hashesItself },
  now: Date.now,
  password,
  answerMilliseconds,
  connectionsMax,
});
