import assert from 'node:assert/strict';
import { it } from 'node:test';
import { followed } from './referrals.ts';

const following = { referrals: 'follow', referralHosts: ['other.example.com', '[::1]'], startTls: false } as const;

it('a referral is followed to hosts that are named alone, and over TLS alone', () => {
  const at = (url: string, changes: Partial<Parameters<typeof followed>[1]> = {}) => followed([url], { ...following, ...changes });
  assert.deepEqual(at('ldaps://OTHER.example.com/ou=b,dc=x'), { url: 'ldaps://other.example.com', startTls: false, base: 'ou=b,dc=x' });
  assert.deepEqual(at('ldaps://other.example.com:1636/ou=b%20c,dc=x??sub'), { url: 'ldaps://other.example.com:1636', startTls: false, base: 'ou=b c,dc=x' });
  assert.equal(at('ldaps://[::1]/dc=x')?.url, 'ldaps://[::1]');
  assert.equal(at('ldap://other.example.com/dc=x', { startTls: true })?.startTls, true);
  for (const url of [
    'ldaps://evil.example/dc=x',
    'ldaps://other.example.com.evil.example/dc=x',
    'ldaps://evil.example/other.example.com/dc=x',
    'ldaps://other.example.com@evil.example/dc=x',
    'ldap://other.example.com/dc=x',
    'http://other.example.com/dc=x',
    'ldaps://other.example.com/',
    'ldaps://other.example.com',
    'ldaps://other.example.com/%zz',
    '',
  ])
    assert.equal(at(url), null, url);
  assert.equal(at('ldaps://other.example.com/dc=x', { referrals: 'ignore' }), null);
  assert.equal(at('ldaps://other.example.com/dc=x', { referralHosts: [] }), null);
  assert.equal(followed(['ldaps://evil.example/dc=x', 'ldaps://other.example.com/dc=x'], following)?.url, 'ldaps://other.example.com');
});
