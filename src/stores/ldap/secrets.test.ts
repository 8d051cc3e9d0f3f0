import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { activeDirectoryLayout } from '../active-directory/layout.ts';
import { blankSettings } from '../settings-contract.ts';
import { plainLayout } from './plain-layout.ts';

const clock = { now: () => 0, milliseconds: 1_000 };
const place = { urls: ['ldaps://directory.test'], userBase: 'dc=example', groupBase: 'dc=example' };

describe('Attributes that hold secrets', () => {
  for (const [attribute, field] of [
    ['userPassword', 'mail'],
    ['USERPASSWORD;binary', 'mail'],
    ['sambaNTPassword', 'hash'],
  ] as const)
    it(`are no fields of users of a directory: ${attribute}`, () => {
      const settings = { ...blankSettings.ldap, ...place, mapping: { [field]: attribute } };
      assert.throws(() => plainLayout(settings, clock), /holds passwords or keys of the directory/);
    });
  it('are no fields of users of a domain', () => {
    const settings = { ...blankSettings['active-directory'], ...place, mapping: { admin: 'ms-Mcs-AdmPwd' } };
    assert.throws(() => activeDirectoryLayout(settings, clock), /holds passwords or keys of the directory/);
  });
  it('are no names of users', () => {
    assert.throws(() => plainLayout({ ...blankSettings.ldap, ...place, userName: 'userPassword' }, clock), /holds passwords/);
  });
});
