// Addresses, however oddly they are written: what they mean, and which of them mean nothing.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Action } from '#action.ts';
import { actions } from '#actions.ts';
import { operationTable } from './operation-table.ts';

const find = operationTable('/api', actions);
const name = (method: string, target: string) => find(method, target)?.action.operation.name ?? null;
const id = '01890a5d-ac96-774b-bcce-b302099a8057';

it('finds every operation by its own method and path, with its parameters', () => {
  for (const { operation } of actions) {
    const found = find(operation.method, `/api${operation.path.replace(/\{(\w+)\}/g, '~$1')}`);
    assert.equal(found?.action.operation.name, operation.name);
    const wanted = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, field]) => [field, `~${field}`]);
    assert.deepEqual(found?.params, Object.fromEntries(wanted), operation.path);
    assert.equal(found?.pattern, `/api${operation.path.replace(/\{(\w+)\}/g, ':$1')}`);
  }
});

it('reads an address as RFC 9112 and RFC 3986 say', () => {
  const plain = name('GET', `/api/users/${id}`);
  assert.notEqual(plain, null);
  for (const target of [
    `/api/users/${id}/`,
    `/api/users/${id}?x=/y`,
    `/api/users/${id}/?x`,
    `/api/users/${id}#part`,
    `/api/us%65rs/${id}`,
    `/%61pi/users/${id}`,
    `https://localhost:9443/api/users/${id}`,
    `HTTP://localhost/api/users/${id}`,
  ])
    assert.equal(name('GET', target), plain, target);
  assert.equal(name('HEAD', `/api/users/${id}`), plain);
  assert.equal(find('GET', '/api/users/a%2Fb')?.params.id, 'a/b', 'an encoded slash is part of a name, not of the path');
});

it('finds nothing where nothing is', () => {
  for (const target of [
    '/api',
    '/api/',
    '/api//users',
    '/api/users//',
    '/api/users//roles',
    '/api/Users',
    '/api/users/x/../y',
    '/api/users/%ff',
    '*',
    '',
    '/api/users/constructor/__proto__',
  ])
    assert.equal(find('GET', target), null, target);
  assert.equal(find('GET', `/api/users/${'x'.repeat(513)}`), null);
  assert.equal(find('TRACE', '/api/users'), null);
  assert.equal(find('constructor', '/api/users'), null);
});

it('refuses two operations at one place', () => {
  const [first] = actions as readonly [Action];
  assert.throws(() => operationTable('/api', [first, first]), /Two operations are/);
});
