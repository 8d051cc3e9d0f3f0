import assert from 'node:assert/strict';
import { it } from 'node:test';
import { operations } from '#operations.ts';
import { deeds as german } from '../../shared/strings/de/deeds.ts';
import { deeds } from '../../shared/strings/deeds.ts';

it('Whatever may stand in the journal has words, in both languages', () => {
  const changes = operations.filter(({ method }) => method !== 'GET').map(({ name }) => name);
  assert.deepEqual(
    changes.filter((name) => !Object.hasOwn(deeds.operations, name)),
    [],
  );
  for (const sort of ['operations', 'doors', 'kinds', 'rights'] as const) assert.deepEqual(Object.keys(german[sort]), Object.keys(deeds[sort]));
});
