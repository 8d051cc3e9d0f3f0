import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type Facts, gate, stateOf } from './gate.ts';

const now = 1_800_000_000_000;
const free: Facts = { disabledAt: 0, lockedAt: 0, lockedUntil: 0, pending: '', startsAt: 0, endsAt: 0, deletedAt: 0, revocationEpoch: 3, stateReason: '' };

const cases: readonly (readonly [string, Partial<Facts>, string, string | null])[] = [
  ['nothing is set', {}, 'active', null],
  ['deleted', { deletedAt: 1 }, 'deleted', 'user.deleted'],
  ['deleted beats all else', { deletedAt: 1, disabledAt: 1, endsAt: 1, lockedAt: 1, pending: 'mail' }, 'deleted', 'user.deleted'],
  ['disabled beats ended', { disabledAt: 1, endsAt: 1, lockedAt: 1, pending: 'mail' }, 'disabled', 'user.disabled'],
  ['ended beats locked', { endsAt: now - 1, lockedAt: 1, pending: 'mail' }, 'ended', 'user.ended'],
  ['locked beats pending', { lockedAt: 1, pending: 'mail', startsAt: now + 1 }, 'locked', 'user.locked'],
  ['pending', { pending: 'approval' }, 'pending', 'user.pending'],
  ['pending beats not yet started', { pending: 'approval', startsAt: now + 1 }, 'pending', 'user.pending'],
  ['not yet started', { startsAt: now + 1 }, 'pending', 'user.not-yet'],
  ['starts at this very moment', { startsAt: now }, 'active', null],
  ['ends at this very moment', { endsAt: now }, 'ended', 'user.ended'],
  ['ends a moment later', { endsAt: now + 1 }, 'active', null],
  ['locked until a later moment', { lockedAt: 1, lockedUntil: now + 1 }, 'locked', 'user.locked'],
  ['locked until this very moment', { lockedAt: 1, lockedUntil: now }, 'active', null],
  ['locked until an earlier moment', { lockedAt: 1, lockedUntil: now - 1 }, 'active', null],
  ['an end of a lock without a lock', { lockedUntil: now + 1 }, 'active', null],
  ['his store says nothing', { storeSays: '' }, 'active', null],
  ['his store says locked, and a lock of ours has run out', { storeSays: 'locked', lockedAt: 1, lockedUntil: now - 1 }, 'locked', 'user.locked'],
  ['his store says ended', { storeSays: 'ended' }, 'ended', 'user.ended'],
  ['his store says disabled', { storeSays: 'disabled' }, 'disabled', 'user.disabled'],
  ['his store says something we do not know', { storeSays: 'nsAccountOdd' }, 'disabled', 'user.disabled'],
];

for (const [what, facts, state, code] of cases) {
  test(`the gate: ${what}`, () => {
    const all = { ...free, ...facts };
    assert.equal(stateOf(all, now), state);
    assert.equal(gate(all, { now })?.code ?? null, code);
  });
}

test('a session of another epoch must sign in again, and is told no state', () => {
  assert.equal(gate(free, { now, epoch: 3 }), null);
  assert.equal(gate(free, { now, epoch: 2 })?.code, 'auth.required');
  assert.equal(gate({ ...free, lockedAt: 1 }, { now, epoch: 2 })?.code, 'auth.required');
});

test('the sentence of a lock says when it ends, never why', () => {
  const locked = { ...free, lockedAt: 1, lockedUntil: now + 60_000, stateReason: 'suspected of theft' };
  assert.equal(gate(locked, { now })?.message, 'This user is locked until 2027-01-15 08:01 UTC.');
  assert.equal(gate({ ...locked, lockedUntil: 0 }, { now })?.message, 'This user is locked.');
  assert.doesNotMatch(JSON.stringify(gate(locked, { now })), /theft/);
});

test('a broken row lets nobody in', () => {
  for (const fact of ['disabledAt', 'lockedAt', 'startsAt', 'endsAt', 'deletedAt'] as const) {
    assert.notEqual(gate({ ...free, [fact]: Number.NaN }, { now }), null, fact);
  }
  assert.notEqual(gate({ ...free, lockedAt: 1, lockedUntil: Number.NaN }, { now }), null);
  assert.notEqual(gate({ ...free, revocationEpoch: Number.NaN }, { now, epoch: 3 }), null);
});

const moment = fc.oneof(fc.constant(0), fc.integer({ min: now - 2, max: now + 2 }), fc.nat());
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  disabledAt: fc.oneof(fc.constant(0), moment),
  lockedAt: moment,
  lockedUntil: moment,
  pending: fc.constantFrom('', '', 'approval', 'mail', 'password'),
  startsAt: moment,
  endsAt: moment,
  deletedAt: fc.oneof(fc.constant(0), moment),
  storeSays: fc.constantFrom('', '', '', 'disabled', 'locked', 'ended', 'odd'),
  revocationEpoch: fc.integer({ min: 0, max: 2 }),
  stateReason: fc.string(),
});

test('there is always exactly one state, and the gate is open in "active" only, for handles of this epoch only', () => {
  fc.assert(
    fc.property(anyFacts, fc.integer({ min: 0, max: 2 }), (facts, epoch) => {
      const open = stateOf(facts, now) === 'active';
      assert.equal(gate(facts, { now }) === null, open);
      assert.equal(gate(facts, { now, epoch }) === null, open && epoch === facts.revocationEpoch);
    }),
    { numRuns: 2000 },
  );
});

test('taking a reason away never closes the gate', () => {
  const none = { disabledAt: 0, lockedAt: 0, pending: '', startsAt: 0, endsAt: 0, deletedAt: 0, storeSays: '' };
  fc.assert(
    fc.property(anyFacts, fc.constantFrom(...(Object.keys(none) as (keyof typeof none)[])), (facts, name) => {
      if (gate(facts, { now }) === null) assert.equal(gate({ ...facts, [name]: none[name] }, { now }), null);
    }),
  );
});
