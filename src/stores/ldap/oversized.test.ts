// Entries of a directory that are more than anybody takes: they run past unread, are said, and cost nobody else anything.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inEnglish } from '#sentences/sentence.ts';
import type { GroupEntry, Reading, UserStore } from '#user-store.ts';
import { drivingTo } from '../../../test/conformance/outside/driving.ts';
import { collect, faults } from '../../../test/conformance/stores/implementation.ts';
import * as ber from '../../../test/servers/scripted-directory.ts';
import { blankSettings } from '../settings-contract.ts';
import { openLdapStore } from './ldap-store.ts';

const search = 0x63;
const mebibyte = 1024 * 1024;
const at = (name: string) => `uid=${name},ou=people,dc=example`;
const keyOf = (name: string) => ({ uid: [name], entryUUID: [`00000000-0000-0000-0000-${Buffer.from(name).toString('hex').padStart(12, '0').slice(-12)}`] });

/** The beginning of an element whose content is told in pieces, so that nobody here has to hold it either. */
const head = (tag: number, length: number) => Buffer.concat([Buffer.from([tag]), ber.lengthOf(length)]);

/** An entry of one attribute, whose values are `times` one piece. */
function large(id: number, dn: string, { attribute, piece, times }: { readonly attribute: string; readonly piece: Buffer; readonly times: number }): Buffer[] {
  const set = head(0x31, piece.length * times);
  const inAttribute = ber.octets(attribute).length + set.length + piece.length * times;
  const attributeHead = head(0x30, inAttribute);
  const listHead = head(0x30, attributeHead.length + inAttribute);
  const inEntry = ber.octets(dn).length + listHead.length + attributeHead.length + inAttribute;
  const entryHead = head(0x64, inEntry);
  const whole = head(0x30, ber.integer(id).length + entryHead.length + inEntry);
  const beginning = [whole, ber.integer(id), entryHead, ber.octets(dn), listHead, attributeHead, ber.octets(attribute), set];
  return [Buffer.concat(beginning), ...Array.from({ length: times }, () => piece)];
}

/** One value of a mebibyte, with what stands around it. */
const filled = ber.octets(Buffer.alloc(mebibyte, 'x'));
const membersPiece = Buffer.concat(Array.from({ length: 20_000 }, (_, n) => ber.octets(at(`member-${n}`))));

describe('A directory with entries that are too large', () => {
  let directory: ber.ScriptedDirectory;
  let store: UserStore;
  before(async () => {
    directory = await ber.startScripted(({ operation, id, content }) => {
      if (operation !== search) return [ber.bound(id)];
      if (content.includes('cn=huge'))
        return [...large(id, 'cn=huge,ou=groups,dc=example', { attribute: 'member', piece: membersPiece, times: 100 }), ber.done(id)];
      if (content.includes('cn=plain'))
        return [ber.entry(id, 'cn=plain,ou=groups,dc=example', { member: Array.from({ length: 20_000 }, (_, n) => at(`member-${n}`)) }), ber.done(id)];
      return content.includes('ou=groups') ? groups(id) : users(id);
    });
    store = openLdapStore(
      {
        ...structuredClone(blankSettings.ldap),
        urls: [`ldap://127.0.0.1:${directory.port}`],
        bindDn: 'cn=reader',
        userBase: 'ou=people,dc=example',
        groupBase: 'ou=groups,dc=example',
        changed: '',
        mapping: { mail: 'mail', title: 'title' },
      },
      drivingTo('reader-secret', { connectionsMax: 2 }),
    );
  });
  after(async () => {
    await store?.close();
    await directory?.stop();
  });

  const users = (id: number): ber.Answer => [
    ...large(id, at('fifty-mebibytes'), { attribute: 'mail', piece: filled, times: 50 }),
    ber.entry(id, at('many-values'), { ...keyOf('many'), title: Array.from({ length: 100_000 }, (_, n) => String(n)) }),
    ber.entry(id, at('many-attributes'), { ...keyOf('wide'), ...Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`a${n}`, ['x']])) }),
    ber.entry(id, at('eve'), { ...keyOf('eve'), mail: ['eve@example.test'] }),
    ber.done(id),
  ];
  const groups = (id: number): ber.Answer => [
    ber.entry(id, 'cn=huge,ou=groups,dc=example', { cn: ['huge'], entryUUID: ['huge'] }),
    ber.entry(id, 'cn=plain,ou=groups,dc=example', { cn: ['plain'], entryUUID: ['plain'] }),
    ber.done(id),
  ];
  const reading = async (look: (reading: Reading) => Promise<void>) => {
    const open = await store.read('');
    try {
      await look(open);
    } finally {
      await open.close();
    }
  };

  it('reads the others of the page, and says of each what it is and what to do', () =>
    reading(async (open) => {
      const pages = await collect(open.users());
      assert.deepEqual(
        pages.flatMap(({ entries }) => entries.map(({ name, attributes }) => [name, attributes.title?.length])),
        [
          ['many', 50],
          ['eve', 0],
        ],
      );
      assert.deepEqual(
        pages.flatMap(({ skipped }) => skipped.map(({ address, says }) => ({ address, says: inEnglish(says) }))),
        [
          { address: at('fifty-mebibytes'), says: 'It is larger than 1048576 bytes. It is left out: make it smaller there, or map fewer attributes.' },
          { address: at('many-values'), says: 'It has more than 50 values of title; the others are left out.' },
          { address: at('many-attributes'), says: 'It has more than 1000 attributes. It is left out: make it smaller there, or map fewer attributes.' },
        ],
      );
    }));

  it('says of a group that its members are too many to be read, and reads those of the next on the same connection', () =>
    reading(async (open) => {
      const all = (await collect(open.groups())).flatMap(({ entries }) => entries);
      const membersOf = async (name: string) => (await collect(named(all, name).members?.() ?? assert.fail('It has a list.'))).flat();
      const fault = await faults(membersOf('huge'), 'too-large');
      assert.match(fault.message, /^The members of cn=huge,ou=groups,dc=example cannot be read: It is larger than 67108864 bytes\.$/);
      assert.equal((await membersOf('plain')).length, 20_000);
    }));

  const named = (all: readonly GroupEntry[], wanted: string) => all.find(({ name }) => name === wanted) ?? assert.fail(wanted);
});
