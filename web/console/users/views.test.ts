import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { View } from '#views/contract.ts';
import { addressOfView, isChanged, keptIn } from './views.ts';

const view: View = {
  id: '0192f0c1-2345-7abc-8def-0123456789ab',
  version: 1,
  name: 'Locked long ago',
  shared: false,
  mine: true,
  filter: { state: 'locked', noRole: true, notSignedInDays: 90, createdSince: new Date(2026, 10, 1).getTime(), search: 'an' },
  sort: 'lastSignInAt',
  descending: true,
  columns: ['shownName', 'state'],
  createdAt: 1,
  changedAt: 1,
};
const said = (of: View) => Object.fromEntries(Object.entries(addressOfView(of)).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

test('a view goes to the address, whole, and comes back', () => {
  const { filter, sort, descending, columns } = view;
  assert.deepEqual(said(view).sort, '-lastSignInAt');
  assert.deepEqual(said(view).createdSince, '2026-11-01');
  assert.deepEqual(keptIn(said(view)), { filter, sort, descending, columns });
});

test('it takes the place of every filter that was on before', () => {
  assert.ok('country' in addressOfView(view) && addressOfView(view).country === undefined);
});

test('it is changed when the filter, the order or the columns are', () => {
  assert.equal(isChanged(view, said(view)), false);
  assert.equal(isChanged(view, { ...said(view), country: 'GR' }), true);
  assert.equal(isChanged(view, { ...said(view), sort: 'mail' }), true);
  assert.equal(isChanged(view, { ...said(view), columns: 'state,shownName' }), true);
});
