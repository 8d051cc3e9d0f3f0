import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { meanwhile } from './meanwhile.ts';

const began = { mail: 'a@example.org', phone: '1', country: 'DE' };

describe('What two people changed in one form', () => {
  it('does not clash when they changed different fields', () => {
    const found = meanwhile(began, { ...began, phone: '2' }, { ...began, mail: 'b@example.org' });
    assert.deepEqual(found, { mine: ['mail'], both: [] });
  });

  it('clashes in the field that both changed to something else', () => {
    const found = meanwhile(began, { ...began, mail: 'c@example.org', phone: '2' }, { ...began, mail: 'b@example.org', country: 'FR' });
    assert.deepEqual(found, { mine: ['mail', 'country'], both: ['mail'] });
  });

  it('does not clash when both typed the same', () => {
    const found = meanwhile(began, { ...began, mail: 'b@example.org' }, { ...began, mail: 'b@example.org' });
    assert.deepEqual(found, { mine: ['mail'], both: [] });
  });
});
