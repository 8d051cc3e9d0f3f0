// An Active Directory by script: what no Samba can be made to say, and what must never leave us.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { UserStore, Whom } from '#user-store.ts';
import { drivingTo } from '../../../test/conformance/outside/driving.ts';
import { collect, faults } from '../../../test/conformance/stores/implementation.ts';
import * as ber from '../../../test/servers/scripted-directory.ts';
import { BerReader } from '../ldap/ber.ts';
import { type ActiveDirectorySettings, blankSettings } from '../settings-contract.ts';
import { openActiveDirectoryStore } from './active-directory-store.ts';
import { guidOf } from './identifiers.ts';

const search = 0x63;
const guid = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const dn = 'CN=Ada,OU=People,DC=ad,DC=test';
const ada = { objectGUID: [guid], sAMAccountName: ['ada'], userAccountControl: ['512'] };
const whom: Whom = { key: guidOf(guid) ?? '', address: dn.toLowerCase(), name: 'ada' };

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function against(answer: (question: ber.Question & { readonly attributes: readonly string[]; readonly base: string }) => ber.Answer) {
  const directory = await ber.startScripted((question) => {
    if (question.operation === 0x60) return [ber.bound(question.id)];
    return answer({ ...question, ...(question.operation === search ? asked(question.content) : { attributes: [], base: '' }) });
  });
  undo.push(directory.stop);
  const settings: ActiveDirectorySettings = {
    ...structuredClone(blankSettings['active-directory']),
    urls: [`ldap://127.0.0.1:${directory.port}`],
    bindDn: 'reader@ad.test',
    userBase: 'DC=ad,DC=test',
    groupBase: 'DC=ad,DC=test',
    newUserParent: 'OU=People,DC=ad,DC=test',
    mapping: {},
  };
  const store = openActiveDirectoryStore(settings, drivingTo('reader-secret', { connectionsMax: 2 }));
  undo.push(() => store.close());
  return { store, directory };
}

/** What a search asks for: its base, and the attributes (RFC 4511 §4.5.1). */
function asked(content: Buffer): { readonly base: string; readonly attributes: readonly string[] } {
  const parts = new BerReader(content);
  const base = parts.take(0x04).toString();
  for (let n = 0; n < 6; n++) parts.skip();
  const list = parts.inside(0x30);
  const attributes: string[] = [];
  while (!list.done) attributes.push(list.take(0x04).toString());
  return { base, attributes };
}

const password = 'Her-Secret-4711!';
const inAnyForm = [Buffer.from(password, 'utf8'), Buffer.from(password, 'utf16le')];

describe('A password over a connection without TLS', () => {
  const writes: Readonly<Record<string, (store: UserStore) => Promise<unknown>>> = {
    'is not set': async (store) => store.write?.setPassword(whom, password, { mustChange: false }),
    'is not changed': async (store) => store.write?.changePassword(whom, { current: password, next: `${password}2` }),
    'is not given to a new user': async (store) => store.write?.addUser({ name: 'eve', profile: {}, attributes: {}, password, mustChange: false }),
  };
  for (const [name, write] of Object.entries(writes))
    it(`${name}: nothing of it leaves`, async () => {
      const { store, directory } = await against(({ id, operation }) =>
        operation === search ? [ber.entry(id, dn, ada), ber.done(id)] : [ber.message(id, ber.result(operation + 1))],
      );
      const fault = await faults(write(store), 'tls', [password]);
      assert.match(fault.message, /without TLS/);
      for (const form of inAnyForm) assert.equal(directory.received().includes(form), false);
      assert.equal(
        directory.asked().some((operation) => operation === 0x66 || operation === 0x68),
        false,
        'nothing is modified or added',
      );
    });
});

describe('Members in ranges', () => {
  const groupDn = 'CN=Crowd,OU=Groups,DC=ad,DC=test';
  const member = (n: number) => `CN=User ${n},OU=People,DC=ad,DC=test`;
  const group = { objectGUID: [guid], cn: ['Crowd'] };
  /** A server that gives so many at once, whatever is asked for. */
  const ranged = (total: number, atOnce: number, spoil: (range: string) => string = (range) => range) =>
    against(({ id, operation, base, attributes }) => {
      if (operation !== search) return [];
      const [, from] = /^member;range=(\d+)-/.exec(attributes[0] ?? '') ?? [];
      if (base !== groupDn || from === undefined) return [ber.entry(id, groupDn, group), ber.done(id)];
      const last = Math.min(Number(from) + atOnce, total) - 1;
      const values = Array.from({ length: last - Number(from) + 1 }, (_, n) => member(Number(from) + n));
      return [ber.entry(id, groupDn, { member: [], [spoil(`member;range=${from}-${last === total - 1 ? '*' : last}`)]: values }), ber.done(id)];
    });
  const membersOf = async (store: UserStore) => {
    const reading = await store.read('');
    try {
      const [page] = await collect(reading.groups());
      return (await collect(page?.entries[0]?.members?.() ?? assert.fail('no members'))).flat();
    } finally {
      await reading.close();
    }
  };

  it('are all read, however many come at once', async () => {
    for (const [total, atOnce] of [
      [2_500, 1_500],
      [2_500, 999],
      [1_000, 1_000],
      [1, 1_500],
    ] as const) {
      const { store } = await ranged(total, atOnce);
      const members = await membersOf(store);
      assert.equal(new Set(members).size, total);
      assert.ok(members.includes(member(total - 1).toLowerCase()));
    }
  });

  it('that go backwards, or leave some out, are not believed', async () => {
    for (const spoil of [(range: string) => range.replace(/=\d+/, '=7'), (range: string) => range.replace(/-.*/, '-0')]) {
      const { store } = await ranged(5_000, 1_000, spoil);
      await faults(membersOf(store), 'protocol');
    }
  });
});
