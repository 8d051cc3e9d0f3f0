// A directory as an enemy: whatever it sends, every question ends with an answer or a fault that says why, and nothing grows without a bound.

import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { inEnglish } from '#sentences/sentence.ts';
import { StoreFault, type StoreFaultReason, type UserStore } from '#user-store.ts';
import { drivingTo } from '../../../test/conformance/outside/driving.ts';
import { collect, faults } from '../../../test/conformance/stores/implementation.ts';
import * as ber from '../../../test/servers/scripted-directory.ts';
import { blankSettings } from '../settings-contract.ts';
import { openLdapStore } from './ldap-store.ts';

const search = 0x63;
/** Where silence is waited for; everywhere else nothing is. */
const soon = 300;
const patient = 20_000;
const dn = 'uid=eve,ou=people,dc=example';
const eve = { uid: ['eve'], entryUUID: ['4c2b495e-7f02-1041-8c68-6963b44ec8b0'] };

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A store over a directory that answers binds well and everything else as it is told. */
async function against(answer: (question: ber.Question) => ber.Answer, { answerMilliseconds = patient } = {}) {
  const directory = await ber.startScripted((question) => (question.operation === 0x60 ? [ber.bound(question.id)] : answer(question)));
  undo.push(directory.stop);
  const settings = {
    ...structuredClone(blankSettings.ldap),
    urls: [`ldap://127.0.0.1:${directory.port}`],
    bindDn: 'cn=reader',
    userBase: 'ou=people,dc=example',
    groups: 'none' as const,
    changed: '',
    mapping: { mail: 'mail', title: 'title' },
    newUserClasses: ['inetOrgPerson'],
  };
  const store = openLdapStore(settings, drivingTo('reader-secret', { answerMilliseconds, connectionsMax: 2 }));
  undo.push(() => store.close());
  return { store, directory };
}

const read = async (store: UserStore) => {
  const reading = await store.read('');
  try {
    return await collect(reading.users());
  } finally {
    await reading.close();
  }
};
const usersOf = async (store: UserStore) => (await read(store)).flatMap(({ entries }) => entries);
const skippedOf = async (store: UserStore) => (await read(store)).flatMap(({ skipped }) => skipped);

/** The whole entry and the end of a search, with the bytes changed by somebody who means harm. */
const answers = (bytes: (id: number) => ber.Answer) => (question: ber.Question) => (question.operation === search ? bytes(question.id) : []);

describe('Answers that are no LDAP', () => {
  const plain = Object.entries(eve).map(([name, values]) => ber.element(0x30, ber.octets(name), ber.element(0x31, ...values.map(ber.octets))));
  const cases: Readonly<Record<string, (id: number) => ber.Answer>> = {
    'a value longer than its set, at which other readers loop for ever': (id) => [
      ber.message(
        id,
        ber.element(
          0x64,
          ber.octets(dn),
          ber.element(0x30, ...plain, ber.element(0x30, ber.octets('mail'), ber.element(0x31, Buffer.from([0x04, 0x10, 0x41])))),
        ),
      ),
      ber.done(id),
    ],
    'a list of attributes longer than its entry': (id) => [ber.message(id, ber.element(0x64, ber.octets(dn), Buffer.from([0x30, 0x7f, 0x30]))), ber.done(id)],
    'an indefinite length': () => [Buffer.from([0x30, 0x80, 0x02, 0x01, 0x01, 0x00, 0x00])],
    'a length of more octets than there are': () => [Buffer.from([0x30, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])],
    'a length that is negative to whoever shifts': (id) => [
      Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x02, 0x01, id, 0x64, 0x00, 0x00, 0x00, 0x00]),
      'hang up',
    ],
    'a page of the web': () => [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    'an answer that nobody asked for': (id) => [ber.done(id + 1000)],
    'the answer of another kind': (id) => [ber.message(id, ber.result(0x61))],
    'an operation that there is not': (id) => [ber.message(id, ber.element(0x7f, Buffer.from([0x01])))],
    'an operation without a result': (id) => [ber.message(id, ber.element(0x65))],
    'a message number of no length': () => [ber.element(0x30, Buffer.from([0x02, 0x00]), ber.result(0x65))],
    'a result code of eight octets': (id) => [ber.message(id, ber.element(0x65, ber.element(0x0a, Buffer.alloc(8)), ber.octets(''), ber.octets('')))],
    'a control that is cut off': (id) => [ber.message(id, ber.result(0x65), ber.element(0xa0, Buffer.from([0x30, 0x20, 0x04, 0x03])))],
    'paging that is no paging': (id) => [ber.message(id, ber.result(0x65), ber.controls(ber.control('1.2.840.113556.1.4.319', Buffer.from([0x30, 0x7f]))))],
    'a thousand controls': (id) => [ber.message(id, ber.result(0x65), ber.controls(...Array.from({ length: 1_000 }, () => ber.pagedControl('x'))))],
    'a thousand referrals in one': (id) => [
      ber.message(id, ber.element(0x73, ...Array.from({ length: 1_000 }, () => ber.octets('ldap://elsewhere')))),
      ber.done(id),
    ],
    'larger pages than were asked for': (id) => [...Array.from({ length: 501 }, () => ber.entry(id, dn, eve)), ber.done(id)],
  };
  for (const [name, bytes] of Object.entries(cases))
    it(name, async () => {
      const { store } = await against(answers(bytes));
      const fault = await read(store).then(
        () => assert.fail('It was believed.'),
        (thrown: unknown) => thrown,
      );
      assert.ok(fault instanceof StoreFault, String(fault));
      assert.ok((['protocol', 'unreachable'] as StoreFaultReason[]).includes(fault.reason), fault.message);
    });

  it('bytes at random end in a fault, each in its way', async () => {
    let seed = 7;
    const random = () => {
      // A linear congruence: the same bytes each time.
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed;
    };
    const { store } = await against(
      answers((id) => {
        const honest = Buffer.concat([ber.entry(id, dn, { ...eve, mail: ['eve@example.test'] }), ber.donePage(id, '')]);
        for (let n = 0; n < 4; n++) honest[random() % honest.length] = random() % 256;
        return [honest, 'hang up'];
      }),
    );
    for (let n = 0; n < 150; n++) {
      const outcome = await read(store).catch((fault: unknown) => fault);
      assert.ok(Array.isArray(outcome) || outcome instanceof StoreFault, String(outcome));
    }
  });
});

describe('Answers that do not come, or do not end', () => {
  it('half a message and then nothing is silence', async () => {
    const { store } = await against(
      answers((id) => [ber.entry(id, dn, eve).subarray(0, 20)]),
      { answerMilliseconds: soon },
    );
    await faults(store.find({ name: 'eve' }), 'silent');
  });

  it('half a message and then the end is no answer', async () => {
    const { store } = await against(answers((id) => [ber.entry(id, dn, eve).subarray(0, 20), 'hang up']));
    await faults(store.find({ name: 'eve' }), 'unreachable');
  });

  it('a server that hangs up with a notice is unreachable', async () => {
    const { store } = await against(answers(() => [ber.message(0, ber.result(0x78, 52))]));
    await faults(store.find({ name: 'eve' }), 'unreachable');
  });

  it('entries without an end are given up after as many as were asked for', async () => {
    const { store } = await against(answers((id) => Array.from({ length: 50 }, () => ber.entry(id, dn, eve))));
    await faults(store.find({ name: 'eve' }), 'protocol');
  });

  it('empty pages without an end are given up', async () => {
    const { store } = await against(answers((id) => [ber.donePage(id, 'on and on')]));
    const fault = await faults(read(store), 'protocol');
    assert.match(fault.message, /does not come to an end/);
  });

  it('notes in between do not keep a question open for ever', async () => {
    const { store } = await against(
      answers((id) => [ber.message(id, ber.element(0x79))]),
      { answerMilliseconds: soon },
    );
    await faults(store.find({ name: 'eve' }), 'silent');
  });
});

describe('Entries that cannot be taken', () => {
  const honest = { uid: ['adam'], entryUUID: ['5c2b495e-7f02-1041-8c68-6963b44ec8b0'], mail: ['adam@example.test'] };
  const beside = (...odd: readonly ((id: number) => Buffer)[]) =>
    answers((id) => [...odd.map((make) => make(id)), ber.entry(id, 'uid=adam,ou=people,dc=example', honest), ber.done(id)]);

  const cases: Readonly<Record<string, { readonly entry: (id: number) => Buffer; readonly says: RegExp }>> = {
    'one larger than an entry may be': {
      entry: (id) => ber.entry(id, dn, { ...eve, mail: ['x'.repeat(2 * 1024 * 1024)] }),
      says: /larger than 1048576 bytes.*make it smaller there/,
    },
    'one whose name is not UTF-8': { entry: (id) => ber.entry(id, dn, { ...eve, uid: [Buffer.from([0xc3, 0x28])] }), says: /uid is not UTF-8/ },
    'one whose DN is not UTF-8': { entry: (id) => ber.entry(id, Buffer.from([0x75, 0xff, 0xfe]), eve), says: /DN is not UTF-8/ },
    'one with a name too long': { entry: (id) => ber.entry(id, dn, { ...eve, uid: ['x'.repeat(256)] }), says: /longer than 255/ },
    'one with a name of control characters': { entry: (id) => ber.entry(id, dn, { ...eve, uid: ['e\u0000ve'] }), says: /control characters/ },
    'one without a name': { entry: (id) => ber.entry(id, dn, { ...eve, uid: [] }), says: /no uid/ },
    'one with only spaces for a name': { entry: (id) => ber.entry(id, dn, { ...eve, uid: ['  '] }), says: /no uid/ },
    'one without a key': { entry: (id) => ber.entry(id, dn, { uid: ['eve'] }), says: /no single entryUUID/ },
    'one with two keys': { entry: (id) => ber.entry(id, dn, { ...eve, entryUUID: ['one', 'two'] }), says: /no single entryUUID/ },
    'one with values too long together': {
      entry: (id) => ber.entry(id, dn, { ...eve, title: Array.from({ length: 40 }, (_, n) => `${n}${'x'.repeat(1_000)}`) }),
      says: /together are longer than 32768/,
    },
  };
  for (const [name, { entry, says }] of Object.entries(cases))
    it(`${name} is said, with its place, and the others are read`, async () => {
      const { store } = await against(beside(entry));
      const pages = await read(store);
      assert.deepEqual(
        pages.flatMap(({ entries }) => entries.map((user) => user.name)),
        ['adam'],
      );
      const [skipped, ...others] = pages.flatMap((page) => page.skipped);
      assert.match(inEnglish(skipped?.says ?? ''), says);
      assert.notEqual(skipped?.address, '');
      assert.equal(others.length, 0);
    });

  it('a value that cannot be taken is left out and said, and the user stays', async () => {
    const odd = { ...eve, mail: [Buffer.from([0xff])], title: ['x'.repeat(1_025), 'fits', 'a\u0007b'] };
    const { store } = await against(beside((id) => ber.entry(id, dn, odd)));
    const [page] = await read(store);
    const user = page?.entries.find((one) => one.name === 'eve');
    assert.deepEqual([user?.profile.mail, user?.attributes.title], ['', ['fits']]);
    assert.equal(page?.skipped.length, 3);
  });

  it('more values than are kept are cut and said', async () => {
    const { store } = await against(beside((id) => ber.entry(id, dn, { ...eve, title: Array.from({ length: 60 }, (_, n) => `title ${n}`) })));
    assert.equal((await usersOf(store)).find((user) => user.name === 'eve')?.attributes.title?.length, 50);
    assert.match(inEnglish((await skippedOf(store))[0]?.says ?? ''), /more than 50 values/);
  });

  it('a referral is not followed, and said', async () => {
    const { store } = await against(beside((id) => ber.message(id, ber.element(0x73, ber.octets('ldap://evil.example/dc=evil')))));
    const [skipped] = await skippedOf(store);
    assert.deepEqual([skipped?.address, /not followed/.test(inEnglish(skipped?.says ?? ''))], ['ldap://evil.example/dc=evil', true]);
  });

  it('two entries that one name fits are nobody', async () => {
    const { store } = await against(answers((id) => [ber.entry(id, dn, eve), ber.entry(id, dn.replace('people', 'others'), eve), ber.done(id)]));
    const fault = await faults(store.find({ name: 'eve' }), 'settings');
    assert.match(fault.message, /More than one entry/);
  });
});

describe('Signing in at a hostile directory', () => {
  const whom = { key: eve.entryUUID[0] ?? '', address: dn, name: 'eve' };
  const policyOid = '1.3.6.1.4.1.42.2.27.8.5.1';
  const verdictWith = async (answer: (id: number) => Buffer, password = 'her password') => {
    const directory = await ber.startScripted(({ operation, id, content }) => {
      if (operation === search) return [ber.entry(id, dn, eve), ber.done(id)];
      return [content.includes('reader-secret') ? ber.bound(id) : answer(id)];
    });
    undo.push(directory.stop);
    const settings = {
      ...structuredClone(blankSettings.ldap),
      urls: [`ldap://127.0.0.1:${directory.port}`],
      bindDn: 'cn=reader',
      userBase: 'dc=example',
      groups: 'none' as const,
      mapping: {},
      newUserClasses: [],
    };
    const store = openLdapStore({ ...settings, urls: [...settings.urls] }, drivingTo('reader-secret', { connectionsMax: 2 }));
    undo.push(() => store.close());
    return { verdict: store.verify(whom, password), directory };
  };
  const policy = (...value: readonly Buffer[]) => ber.controls(ber.control(policyOid, Buffer.concat(value)));
  const error = (code: number) => policy(ber.element(0x30, ber.element(0x81, Buffer.from([code]))));
  const grace = (left: number) => policy(ber.element(0x30, ber.element(0xa0, ber.element(0x81, Buffer.from([left])))));

  it('reads the control of a password policy (draft-behera §6.2), each answer for itself', async () => {
    const cases: readonly (readonly [number, Buffer | null, string])[] = [
      [0, null, 'right'],
      [0, error(2), 'must-change'],
      [0, error(0), 'must-change'],
      [0, grace(3), 'must-change'],
      [49, null, 'wrong'],
      [49, error(0), 'expired'],
      [49, error(1), 'locked'],
      [53, null, 'locked'],
      [19, null, 'locked'],
      [48, null, 'wrong'],
    ];
    for (const [code, control, expected] of cases) {
      const { verdict } = await verdictWith((id) => ber.message(id, ber.result(0x61, code), ...(control ? [control] : [])));
      assert.equal(await verdict, expected, `${code} ${control?.toString('hex')}`);
    }
  });

  it('a malformed one is no verdict', async () => {
    for (const value of [
      Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]),
      Buffer.from([0x31, 0x00]),
      Buffer.from([0x30, 0x03, 0x81, 0x7f, 0x01]),
      Buffer.alloc(0),
    ]) {
      const { verdict } = await verdictWith((id) => ber.message(id, ber.result(0x61, 0), policy(value)));
      await faults(verdict, 'protocol');
    }
  });

  it('an answer that is none about the password is a fault', async () => {
    for (const [code, reason] of [
      [52, 'unreachable'],
      [51, 'unreachable'],
      [80, 'protocol'],
      [1, 'protocol'],
      [13, 'settings'],
    ] as const) {
      const { verdict } = await verdictWith((id) => ber.message(id, ber.result(0x61, code)));
      await faults(verdict, reason);
    }
  });

  it('an empty password, and one with NUL, never leave', async () => {
    for (const password of ['', 'abc\u0000def']) {
      const { verdict, directory } = await verdictWith((id) => ber.bound(id), password);
      assert.equal(await verdict, 'wrong');
      assert.equal(directory.received().includes(Buffer.from(`${dn}\u0080`, 'latin1')), false);
      assert.equal(directory.asked().filter((operation) => operation === 0x60).length, 1, 'only the reader binds');
    }
  });

  it('a password that the server hangs up on is asked for once more, and no oftener', async () => {
    let binds = 0;
    const directory = await ber.startScripted(({ operation, id, content }) => {
      if (operation === search) return [ber.entry(id, dn, eve), ber.done(id)];
      if (content.includes('reader-secret')) return [ber.bound(id)];
      binds += 1;
      return ['hang up'];
    });
    undo.push(directory.stop);
    const { userBase, ...blank } = structuredClone(blankSettings.ldap);
    const store = openLdapStore(
      {
        ...blank,
        urls: [`ldap://127.0.0.1:${directory.port}`],
        bindDn: 'cn=reader',
        userBase: `${userBase}dc=example`,
        groups: 'none',
        mapping: {},
        newUserClasses: [],
      },
      drivingTo('reader-secret', { connectionsMax: 2 }),
    );
    undo.push(() => store.close());
    await faults(store.verify(whom, 'her password'), 'unreachable');
    assert.equal(binds, 2);
  });
});
