// Mass assignment (CVE-2026-27946): no operation takes a field that its contract does not name, however deep it lies.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { operations } from '#operations.ts';

type Schema = Readonly<Record<string, unknown>>;
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where an object of this schema may hold more than it names. */
function openAt(schema: unknown, at: string): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap((one, nth) => openAt(one, `${at}.${nth}`));
  if (!isSchema(schema)) return [];
  const isOpen = schema.type === 'object' && isSchema(schema.properties) && schema.additionalProperties !== false;
  return [...(isOpen ? [at] : []), ...Object.entries(schema).flatMap(([name, inner]) => openAt(inner, `${at}.${name}`))];
}

describe('What an operation takes', () => {
  it('is named in its contract, and nothing else is taken', () => {
    assert.ok(operations.length > 150);
    assert.deepEqual(
      operations.flatMap(({ name, input }) => openAt(input, name)),
      [],
    );
  });
  it('would be found otherwise', () =>
    assert.deepEqual(openAt({ type: 'object', properties: { a: { type: 'object', properties: {} } } }, 'x'), ['x', 'x.properties.a']));
});
