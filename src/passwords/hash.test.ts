import assert from 'node:assert/strict';
import test from 'node:test';
import { Refusal } from '#errors.ts';
import { type HashingOptions, openHashing } from './hash.ts';

const small: HashingOptions = { memoryKib: 1024, passes: 1, lanes: 1, running: 2, queueMax: 4 };
const password = 'a long enough pass phrase';

test('a hash is Argon2id with the parameters in force, and a fresh salt each time', async () => {
  const hashing = openHashing({ ...small, memoryKib: 19_456, passes: 2 });
  const [one, other] = await Promise.all([hashing.hash(password), hashing.hash(password)]);
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.notEqual(one, other);
  assert.equal(await hashing.verify(one, password), true);
  assert.equal(await hashing.verify(one, `${password} `), false);
  assert.equal(hashing.outdated(one), false);
});

test('a password is the same from every keyboard: spaces and accents are prepared, nothing is trimmed or cut', async () => {
  const hashing = openHashing(small);
  const stored = await hashing.hash('gru\u0308n es  Haus ');
  assert.equal(await hashing.verify(stored, 'grün\u00a0es \u2003Haus '), true);
  assert.equal(await hashing.verify(stored, 'grün es  Haus'), false);
  const long = 'x'.repeat(255);
  assert.equal(await hashing.verify(await hashing.hash(`${long}a`), `${long}b`), false);
});

test('a hash with earlier parameters still verifies, and is outdated', async () => {
  const before = openHashing(small);
  const stored = await before.hash(password);
  for (const change of [{ memoryKib: 2048 }, { passes: 2 }, { lanes: 2 }]) {
    const now = openHashing({ ...small, ...change });
    assert.equal(await now.verify(stored, password), true);
    assert.equal(now.outdated(stored), true);
    assert.equal(now.outdated(await now.hash(password)), false);
  }
});

test('nobody is let in by pretending, whatever is typed', async () => {
  const hashing = openHashing(small);
  for (const typed of ['', password, '\u0000reeve', 'x'.repeat(10_000)]) assert.equal(await hashing.pretend(typed), false);
  assert.equal(await hashing.verify('', ''), false);
});

test('pretending takes the same parameters, hence the same work, as verifying what was hashed here', async () => {
  const parameters: HashingOptions = { ...small, memoryKib: 2048, passes: 3, lanes: 2 };
  const hashing = openHashing(parameters);
  const time = async (work: () => Promise<unknown>) => {
    const began = process.cpuUsage();
    for (let nth = 0; nth < 10; nth += 1) await work();
    const { user, system } = process.cpuUsage(began);
    return user + system;
  };
  const stored = await hashing.hash(password);
  const ratios = [];
  for (let round = 0; round < 5; round += 1) ratios.push((await time(() => hashing.pretend('x'))) / (await time(() => hashing.verify(stored, 'x'))));
  const middle = ratios.sort((a, b) => a - b)[2] ?? 0;
  assert.ok(middle > 0.5 && middle < 2, `pretending took ${middle.toFixed(2)} times as long`);
});

test('a stored hash that is none is a fault, never a match', async () => {
  const hashing = openHashing(small);
  await assert.rejects(hashing.verify('$argon2id$v=19$broken', password), (error) => !(error instanceof Refusal));
});

/** A queue with one place, so that what an operation costs can be seen by what else gets in beside it. */
test('an unknown user, a user without a password and a wrong password each take one place in the queue, once', async () => {
  const hashing = openHashing({ ...small, running: 1, queueMax: 0 });
  const stored = await hashing.hash(password);
  for (const work of [() => hashing.pretend('x'), () => hashing.verify('', 'x'), () => hashing.verify(stored, 'x'), () => hashing.verify(stored, password)]) {
    const first = work();
    await assert.rejects(work(), { code: 'hash.busy' });
    await first;
    await work();
  }
});

test('beyond its bound the queue refuses at once with the time to wait, finishes what it took, and then takes again', async () => {
  const hashing = openHashing(small);
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => hashing.hash(password)));
  const refused = tries.filter((one) => one.status === 'rejected');
  assert.equal(tries.length - refused.length, small.running + small.queueMax);
  for (const { reason } of refused) {
    assert.ok(reason instanceof Refusal && reason.code === 'hash.busy');
    assert.ok(Number(reason.facts.seconds) >= 1);
  }
  assert.equal((await Promise.all(Array.from({ length: 6 }, () => hashing.hash(password)))).length, 6);
});

test('a fault inside gives its place back', async () => {
  const hashing = openHashing({ ...small, running: 1, queueMax: 1 });
  for (let run = 0; run < 5; run++) await assert.rejects(hashing.verify('broken', password));
  assert.match(await hashing.hash(password), /^\$argon2id/);
});

test('the event loop turns while hashes are made', async () => {
  const hashing = openHashing({ ...small, memoryKib: 19_456, passes: 2 });
  let turns = 0;
  let turning = true;
  const turn = () => {
    turns++;
    if (turning) setImmediate(turn);
  };
  turn();
  await Promise.all(Array.from({ length: 6 }, () => hashing.hash(password)));
  turning = false;
  assert.ok(turns > 10, `it turned ${turns} times`);
});
