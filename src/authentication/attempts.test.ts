import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { inEnglish, say } from '#sentences/sentence.ts';
import type { AttemptKey } from '#world.ts';
import { attemptLimits, attemptUser, openThrottle } from './attempts.ts';
import { openBuckets } from './buckets.ts';

const start = 1_800_000_000_000;
const salt = Buffer.alloc(32, 1);
const networkOfNumber = (n: number) => `10.${n >> 8}.${n & 255}.0/24`;
const keyOf = (name: string, network: string, known = false): AttemptKey => ({ user: attemptUser(salt, 'PRIMARY', name), network, known });
const ann = keyOf('ann', '198.51.100.0/24');

/** Tries and fails until it has to wait; the failures it took. */
function failUntilSlowed(throttle: ReturnType<typeof openThrottle>, key: AttemptKey, now: number): number {
  for (let failures = 0; failures < 1000; failures++) {
    if (throttle.waitSeconds(key, now) > 0) return failures;
    throttle.failed(key, now);
  }
  return Number.POSITIVE_INFINITY;
}

test('a few tries are free, then the wait doubles up to a quarter of an hour, and no further', () => {
  const throttle = openThrottle();
  let now = start;
  assert.equal(failUntilSlowed(throttle, ann, now), attemptLimits.pair.freeTries + 1);
  const waits: number[] = [];
  for (let round = 0; round < 16; round++) {
    const wait = throttle.waitSeconds(ann, now);
    waits.push(wait);
    now += wait * 1000;
    assert.equal(throttle.waitSeconds(ann, now), 0, 'after the wait the next try is let through');
    throttle.failed(ann, now);
  }
  assert.deepEqual(waits.slice(0, 12), [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  assert.equal(Math.max(...waits), 900);
});

test('a try that is refused early costs nothing: asking again makes the wait no longer', () => {
  const throttle = openThrottle();
  failUntilSlowed(throttle, ann, start);
  const wait = throttle.waitSeconds(ann, start);
  for (let n = 0; n < 1000; n++) throttle.waitSeconds(ann, start);
  assert.equal(throttle.waitSeconds(ann, start), wait);
});

test('nothing is for ever: whatever has failed, some hours later nobody waits', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ who: fc.nat(2), from: fc.nat(2), known: fc.boolean(), after: fc.nat(1_000_000) }), { maxLength: 200 }), (tries) => {
      const throttle = openThrottle();
      let now = start;
      for (const { who, from, known, after } of tries) {
        now += after;
        const key = keyOf(`user${who}`, networkOfNumber(from), known);
        assert.ok(throttle.waitSeconds(key, now) <= 900);
        throttle.failed(key, now);
      }
      for (const { who, from, known } of tries) {
        assert.equal(throttle.waitSeconds(keyOf(`user${who}`, networkOfNumber(from), known), now + 900_000 + 11_000), 0);
        assert.equal(openAfterHours(throttle, keyOf(`user${who}`, networkOfNumber(from), known), now), 0);
      }
    }),
    { numRuns: 200 },
  );
});
const openAfterHours = (throttle: ReturnType<typeof openThrottle>, key: AttemptKey, now: number) => throttle.waitSeconds(key, now + 5 * 3_600_000);

test('the owner gets in by his own browser while he is attacked from everywhere, his own network too', () => {
  const throttle = openThrottle();
  const own = { ...ann, known: true };
  for (let minute = 0; minute < 120; minute++) {
    const now = start + minute * 60_000;
    for (let n = 0; n < 50; n++) {
      const attack = keyOf('ann', n === 0 ? ann.network : networkOfNumber(minute * 50 + n));
      if (throttle.waitSeconds(attack, now) === 0) throttle.failed(attack, now);
    }
    assert.equal(throttle.waitSeconds(own, now), 0);
    if (minute % 2) throttle.failed(own, now - 1);
    throttle.succeeded(own);
  }
  assert.ok(throttle.waitSeconds(keyOf('ann', '192.0.2.0/24'), start + 119 * 60_000) > 0, 'the attack itself is slowed');
});

test('a known browser is no free pass: it has a budget too', () => {
  assert.equal(failUntilSlowed(openThrottle(), { ...ann, known: true }, start), attemptLimits.known.freeTries + 1);
});

test('guessing one user from many networks is slowed, and guessing many users from one', () => {
  const many = openThrottle();
  let tries = 0;
  while (tries < 1000 && many.waitSeconds(keyOf('ann', networkOfNumber(tries)), start) === 0) many.failed(keyOf('ann', networkOfNumber(tries++)), start);
  assert.equal(tries, attemptLimits.user.freeTries + 1);
  const spray = openThrottle();
  let names = 0;
  while (names < 1000 && spray.waitSeconds(keyOf(`user${names}`, ann.network), start) === 0) spray.failed(keyOf(`user${names++}`, ann.network), start);
  assert.equal(names, attemptLimits.network.freeTries + 1);
  assert.equal(spray.waitSeconds(keyOf('ann', '192.0.2.0/24'), start), 0, 'other networks are not slowed by it');
});

test('a success resets the pair, but neither what the network nor what others did to the user', () => {
  const throttle = openThrottle();
  for (let n = 0; n < attemptLimits.pair.freeTries; n++) throttle.failed(ann, start);
  assert.equal(throttle.waitSeconds(ann, start), 0);
  throttle.succeeded(ann);
  assert.equal(failUntilSlowed(throttle, ann, start), attemptLimits.pair.freeTries + 1);

  const office = openThrottle();
  const mallory = keyOf('mallory', ann.network);
  let guessed = 0;
  for (; guessed < 1000; guessed++) {
    // Signing in with an account of one's own in between buys no further guesses.
    const guess = keyOf(`victim${guessed}`, ann.network);
    if (office.waitSeconds(guess, start) > 0) break;
    office.failed(guess, start);
    if (office.waitSeconds(mallory, start) === 0) office.succeeded(mallory);
  }
  assert.equal(guessed, attemptLimits.network.freeTries + 1);
});

test('many tries at once gain nothing: what is under way counts until it has ended', () => {
  const throttle = openThrottle();
  let through = 0;
  for (let n = 0; n < 500; n++) if (throttle.waitSeconds(ann, start) === 0) through++;
  assert.equal(through, attemptLimits.pair.freeTries);
  for (let n = 0; n < through; n++) throttle.failed(ann, start);
  assert.equal(throttle.waitSeconds(ann, start), 0);
  assert.equal(throttle.waitSeconds(ann, start), 1, 'then one at a time');
  assert.equal(throttle.waitSeconds(ann, start + 11_000), 0, 'a try that never ended is forgotten');
});

test('an office where everybody signs in well is never slowed', () => {
  const throttle = openThrottle();
  for (let n = 0; n < 5000; n++) {
    const key = keyOf(`user${n}`, ann.network);
    assert.equal(throttle.waitSeconds(key, start + n * 10), 0);
    throttle.succeeded(key);
  }
});

test('every spelling of a name shares one budget, and no two users do', () => {
  const spellings = ['ann.lee', 'ANN.LEE', 'Ann.Lee', 'ａｎｎ.lee'];
  assert.equal(new Set(spellings.map((name) => attemptUser(salt, 'PRIMARY', name))).size, 1);
  assert.equal(attemptUser(salt, 'primary', 'jürgen'), attemptUser(salt, 'PRIMARY', 'JU\u0308RGEN'));
  assert.notEqual(attemptUser(salt, 'PRIMARY', 'ann'), attemptUser(salt, 'PARTNERS', 'ann'));
  assert.notEqual(attemptUser(salt, 'A', 'B/c'), attemptUser(salt, 'A/B', 'c'));
  const throttle = openThrottle();
  for (let n = 0; n <= attemptLimits.pair.freeTries; n++) throttle.failed(keyOf(spellings[n % 4] ?? '', ann.network), start);
  for (const name of spellings) assert.ok(throttle.waitSeconds(keyOf(name, ann.network), start) > 0);
});

test('what is kept does not hold what was typed', () => {
  const throttle = openThrottle();
  failUntilSlowed(throttle, keyOf('my-secret-typed-as-name', ann.network), start);
  assert.doesNotMatch(JSON.stringify(throttle.list(start)), /secret/);
  assert.notEqual(attemptUser(salt, 'PRIMARY', 'ann'), attemptUser(Buffer.alloc(32, 2), 'PRIMARY', 'ann'), 'another salt, another digest');
});

test('a million different names stay within the bound', () => {
  const buckets = openBuckets({ freeTries: 5, keysMax: 1000 });
  let most = 0;
  for (let n = 0; n < 1_000_000; n++) {
    buckets.failed(`name${n % 7 === 0 ? n - 7 : n}`, start);
    most = Math.max(most, buckets.size());
  }
  assert.ok(most > 400 && most <= 1000, String(most));
});

test('a flood of new names cannot push out the one under attack', () => {
  const throttle = openThrottle({ ...attemptLimits, network: { freeTries: 10_000_000, keysMax: 100 } });
  for (let n = 0; n < 100; n++) throttle.failed(ann, start);
  for (let n = 0; n < 100_000; n++) throttle.failed({ user: `name${n}`, network: '203.0.113.0/24', known: false }, start);
  assert.equal(throttle.waitSeconds(ann, start), 900);
});

test('what is slowed can be seen, and lifted', () => {
  const throttle = openThrottle();
  failUntilSlowed(throttle, ann, start);
  const [pair] = throttle.list(start);
  const says = say('throttled.pair', { network: '198.51.100.0/24' });
  assert.deepEqual({ ...pair, key: '' }, { key: '', says, userId: '', failures: 6, until: start + 1000 });
  assert.equal(inEnglish(says), 'One user, from the network 198.51.100.0/24');
  assert.match(pair?.key ?? '', /^pair:.{22} 198\.51\.100\.0\/24$/);
  throttle.lift(pair?.key ?? '');
  assert.deepEqual(throttle.list(start), []);
  assert.equal(throttle.waitSeconds(ann, start), 0);
});

test('lifting a user lifts all that stands against him, and nothing of others', () => {
  const throttle = openThrottle();
  const bob = { ...keyOf('bob', '203.0.113.0/24') };
  failUntilSlowed(throttle, bob, start);
  failUntilSlowed(throttle, ann, start);
  failUntilSlowed(throttle, { ...ann, known: true }, start);
  for (let n = 0; n < 40; n++) throttle.failed(keyOf('ann', networkOfNumber(n)), start);
  const user = throttle.list(start).find(({ key }) => key.startsWith('user:'));
  throttle.lift(user?.key ?? '');
  assert.deepEqual(
    throttle.list(start).map(({ key }) => key.includes(bob.user)),
    [true],
  );
  for (const odd of ['', 'user', 'nothing:at-all', 'constructor:x']) throttle.lift(odd);
});

test('an administrator sees which user is attacked, where the name is somebody’s', () => {
  const throttle = openThrottle();
  for (let n = 0; n < 200; n++) throttle.failed({ ...ann, userId: 'id-of-ann' }, start);
  assert.deepEqual(
    new Map(throttle.list(start).map(({ key, userId }) => [key.split(':')[0], userId])),
    new Map([
      ['user', 'id-of-ann'],
      ['pair', 'id-of-ann'],
      ['network', ''],
    ]),
  );
});
