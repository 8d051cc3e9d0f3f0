// Hashes that other programs made are right for their passwords and for no other; hostile and broken ones are wrong for all, with a note, and cost nothing.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import type { PasswordFormat } from '#stores/settings-contract.ts';
import { cases } from '../../../test/effort.ts';
import { type Vector, vectors } from '../../../test/foreign-hashes.ts';
import { openHashing } from '../hash.ts';
import { type ForeignPasswords, openForeignPasswords } from './foreign.ts';

const hashing = openHashing({ memoryKib: 1024, passes: 1, lanes: 1, running: 2, queueMax: 100 });
const usual: PasswordFormat = { format: 'bcrypt', digest: 'hex', salt: 'none', saltForm: 'text', iterations: 10_000, bits: 256, hash: 'sha256' };
const opened: ForeignPasswords[] = [];
const open = (format: Partial<PasswordFormat>, wso2 = false): ForeignPasswords => {
  const passwords = openForeignPasswords({ ...usual, ...format }, { hashing, wso2 });
  opened.push(passwords);
  return passwords;
};
after(() => Promise.all(opened.map((passwords) => passwords.close())));

const itself = open({});
const alone = (hash: string) => ({ hash, salt: '' });

describe('Hashes that other programs made', () => {
  for (const { by, password, hashes } of vectors) {
    it(`are right for their password: ${by}, ${password}`, async () => {
      for (const hash of hashes) {
        assert.deepEqual(await itself.verify(alone(hash), password), { right: true, note: '' }, hash);
        assert.deepEqual(await itself.verify(alone(hash), `${password}.`), { right: false, note: '' }, hash);
      }
    });
  }

  it('are wrong for every other password, and when any letter of the digest is another', async () => {
    const quick = vectors.flatMap(({ password, hashes }: Vector) =>
      hashes.filter((hash) => /^(\{S|pbkdf2|\$pbkdf2|sha1)/.test(hash)).map((hash) => ({ password, hash })),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...quick), fc.string({ unit: 'grapheme', maxLength: 40 }), fc.nat(), async ({ password, hash }, typed, nth) => {
        if (typed !== password) assert.equal((await itself.verify(alone(hash), typed)).right, false);
        // The last letter of base64 may hold bits that nobody reads.
        const at = hash.length - 4 - (nth % 8);
        const other = `${hash.slice(0, at)}${hash[at] === 'a' ? 'b' : 'a'}${hash.slice(at + 1)}`;
        assert.equal((await itself.verify(alone(other), password)).right, false);
      }),
      { numRuns: cases(200) },
    );
  });
});

describe('Bare digests', () => {
  const salt = 'pepper+salt';
  const md5 = (...parts: (string | Buffer)[]) =>
    createHash('md5')
      .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
      .digest();
  it('are read in hexadecimal and base64, with the salt before, after or nowhere', async () => {
    for (const digest of ['hex', 'base64'] as const) {
      for (const [place, bytes] of [
        ['none', md5('geheim')],
        ['before', md5(salt, 'geheim')],
        ['after', md5('geheim', salt)],
      ] as const) {
        const passwords = open({ format: 'md5', digest, salt: place });
        const stored = { hash: bytes.toString(digest), salt: place === 'none' ? '' : salt };
        assert.deepEqual(await passwords.verify(stored, 'geheim'), { right: true, note: '' });
        assert.deepEqual(await passwords.verify(stored, 'geheim '), { right: false, note: '' });
        assert.equal((await passwords.verify({ ...stored, hash: bytes }, 'geheim')).right, true, 'a column of bytes');
      }
    }
  });
  it('take the salt as its letters, or as the bytes that they stand for, as the settings say', async () => {
    const bytes = Buffer.from('00ff10a0b0c0d0e0', 'hex');
    for (const [saltForm, written, used] of [
      ['text', '00ff10a0b0c0d0e0', Buffer.from('00ff10a0b0c0d0e0')],
      ['hex', '00ff10a0b0c0d0e0', bytes],
      ['base64', bytes.toString('base64'), bytes],
      ['text', bytes, bytes],
    ] as const) {
      const passwords = open({ format: 'md5', salt: 'before', saltForm });
      assert.equal((await passwords.verify({ hash: md5(used, 'geheim').toString('hex'), salt: written }, 'geheim')).right, true, String(written));
    }
  });
  it('are not right without the salt that the settings speak of', async () => {
    const judged = await open({ format: 'md5', salt: 'after' }).verify(alone(md5('geheim').toString('hex')), 'geheim');
    assert.deepEqual(judged, { right: false, note: 'Its salt is missing.' });
  });
  it('are of the length that their algorithm gives, and no shorter', async () => {
    for (const [format, hash] of [
      ['sha-256', '8c6976e5b5410415'],
      ['sha-1', ''.padEnd(64, 'a')],
      ['md5', 'zz'],
    ] as const) {
      const judged = await open({ format }).verify(alone(hash), 'admin');
      assert.equal(judged.right, false);
      assert.notEqual(judged.note, '');
    }
  });
});

describe('WSO2', () => {
  const salt = 'MDEyMzQ1Njc4OWFiY2RlZg==';
  const sha = () => open({ format: 'sha-256', digest: 'base64', salt: 'after' }, true);
  const right = { right: true, note: '' };
  it('is read with its textual salt, by SHA-256', async () => {
    assert.deepEqual(await sha().verify({ hash: '8GvokWyIrbNsZZabhS66TYEtCRuiJoFhIwkeBf4A+q8=', salt }, 'admin'), right);
    assert.deepEqual(await sha().verify({ hash: 'Z/fhiFHjOo6jKhGyO/5vNQIb/JEwChewbE/5iPIV/Oo=', salt }, 'Pässwörd-1'), right);
    assert.equal((await sha().verify({ hash: '8GvokWyIrbNsZZabhS66TYEtCRuiJoFhIwkeBf4A+q8=', salt }, 'Admin')).right, false);
  });
  it('is read without a salt where none was stored', async () =>
    assert.deepEqual(await sha().verify(alone('jGl25bVBBBW96Qi9Te4V37Fnqchz/Eu4qB9vKrRIqRg='), 'admin'), right));
  it('is read by PBKDF2, with the same textual salt', async () => {
    const passwords = open({ format: 'wso2-pbkdf2' }, true);
    assert.deepEqual(await passwords.verify({ hash: 'MDhTN5bgqhFWy8rLX26SnCLmWOFkHbxPHfJoVI4sf+U=', salt }, 'admin'), right);
    assert.deepEqual(await passwords.verify({ hash: 'mBVWhYmyG3KRo+vgBYYNc1U3HaVgl1acPtFLkFwumtw=', salt }, 'Pässwörd-1'), right);
    assert.equal((await passwords.verify({ hash: 'MDhTN5bgqhFWy8rLX26SnCLmWOFkHbxPHfJoVI4sf+U=', salt }, 'admin1')).right, false);
  });
  it('is read where an old release used Latin-1', async () => {
    const old = createHash('sha256')
      .update(Buffer.from(`Pässwörd-1${salt}`, 'latin1'))
      .digest('base64');
    assert.deepEqual(await sha().verify({ hash: old, salt }, 'Pässwörd-1'), right);
    assert.equal(
      (await open({ format: 'sha-256', digest: 'base64', salt: 'after' }).verify({ hash: old, salt }, 'Pässwörd-1')).right,
      false,
      'others never did',
    );
  });
});

describe('Hostile and broken hashes', () => {
  const hostile: readonly (readonly [string, RegExp])[] = [
    [`$2b$31$${'a'.repeat(53)}`, /cost is 31/],
    [`$2b$+4$${'a'.repeat(53)}`, /bcrypt/],
    ['$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', /bcrypt/],
    ['$argon2id$v=19$m=4194304,t=3,p=4$WkupldI6Z4wxJqS01lor5Q$wsmZ3diwtYm2mzIn4rEqwQ', /memory in KiB is 4194304/],
    ['$argon2id$v=19$m=65536,t=4294967295,p=4$WkupldI6Z4wxJqS01lor5Q$wsmZ3diwtYm2mzIn4rEqwQ', /passes/],
    ['$argon2id$v=19$m=262144,t=64,p=1$WkupldI6Z4wxJqS01lor5Q$wsmZ3diwtYm2mzIn4rEqwQ', /memory times its passes/],
    ['$scrypt$ln=30,r=8,p=1$JGTs3ft/j9Ham7O2ds6ZUw$NU8hRc2o4q8K1RvwiK/eH1mlY69U4KEz0Z+BE7qiLdE', /parameter/],
    ['$scrypt$ln=20,r=512,p=1$JGTs3ft/j9Ham7O2ds6ZUw$NU8hRc2o4q8K1RvwiK/eH1mlY69U4KEz0Z+BE7qiLdE', /memory/],
    ['$scrypt$ln=14,r=8,p=999999$JGTs3ft/j9Ham7O2ds6ZUw$NU8hRc2o4q8K1RvwiK/eH1mlY69U4KEz0Z+BE7qiLdE', /work/],
    ['scrypt:16383:8:1$salt$NU8h', /scrypt/],
    ['scrypt:16383:8:1$salt$0123456789abcdef0123456789abcdef', /power of two/],
    [`$pbkdf2-sha256$${2 ** 31}$ac3Z.//f.5.zllLq3VtrbQ$wr1lI1zrx2zcYH3WsytLQ8jAblKXZb36AMbudh8i9XE`, /rounds is 2147483648/],
    [`$pbkdf2-sha256$9000000$ac3Z.//f.5.zllLq3VtrbQ$${'A'.repeat(600)}`, /rounds/],
    ['$pbkdf2-md4$1500$ac3Z$wr1lI1zrx2zcYH3WsytLQ8jAblKXZb36AMbudh8i9XE', /PBKDF2/],
    ['$pbkdf2-sha256$0$ac3Z$wr1lI1zrx2zcYH3WsytLQ8jAblKXZb36AMbudh8i9XE', /rounds/],
    ['$pbkdf2-sha256$1$ac3Z$wr1l', /length of its digest/],
    ['{PBKDF2_SHA256}AAAA', /PBKDF2/],
    [`$6$rounds=${2 ** 31}$salt$${'a'.repeat(86)}`, /rounds is 2147483648/],
    [`$6$salt$${'a'.repeat(85)}`, /SHA-crypt/],
    ['$1$saltsaltsalt$gqFvXeSVo5pytrk7qySMn/', /MD5-crypt/],
    [`$P$${'O'}salt1234${'a'.repeat(22)}`, /rounds/],
    ['$P$B', /phpass/],
    ['{SSHA}L55TUjtiq8FBorTWAZ0jy6g129A=', /no salt/],
    ['{SHA}AAAA', /3 bytes/],
    ['{SHA}not base64!', /base64/],
    ['{CRYPT}rKVdc3qJBBero', /DES/],
    ['$y$j9T$abcdefghijk$x', /does not know/],
    ['{NTLM}0011', /does not know/],
    ['sha1$salt$xyz', /hexadecimal/],
    ['argon2$something', /Argon2|Django/],
    ['bcrypt$nothing', /Django/],
    ['plain text', /no bcrypt/],
    ['a'.repeat(5_000), /longer/],
  ];
  for (const [hash, note] of hostile) {
    it(`are refused before any work is done: ${hash.slice(0, 40)}`, async () => {
      const judged = await itself.verify(alone(hash), 'x');
      assert.equal(judged.right, false);
      assert.match(judged.note, note);
      assert.equal(judged.note.includes('salt$'), false, 'nothing of the hash is told');
    });
  }

  it('let nobody in, whatever stands in the columns and whatever is typed, and never throw', async () => {
    const formats = ['md5', 'sha-1', 'sha-256', 'sha-512', 'ssha', 'django', 'crypt', 'phpass', 'bcrypt', 'pbkdf2'] as const;
    const opened = formats.map((format) => open({ format, salt: 'after', iterations: 1 }));
    const odd = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.stringMatching(/^(\$|\{)(2b|argon2id|scrypt|pbkdf2|5|6|1|P|S|SSHA|CRYPT|PBKDF2)?[$}]?[\w$=,+/.]{0,60}$/),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...opened), odd, fc.oneof(odd, fc.uint8Array({ maxLength: 40 })), odd, async (passwords, hash, salt, typed) => {
        const judged = await passwords.verify({ hash, salt: typeof salt === 'string' ? salt : Buffer.from(salt) }, typed);
        assert.equal(judged.right, false);
      }),
      { numRuns: cases(300) },
    );
  });

  it('are no hashes where a mark says so: nobody is let in, and nothing is noted', async () => {
    for (const mark of ['', '!', '*', 'x', '!!', '*LK*', '!$2b$05$hcsRDr5jTw4NXVm1QKlez.oJ7JvZwdYgLsSCHyr5CK0QO4aOcIKbG'])
      assert.deepEqual(await itself.verify(alone(mark), 'correct horse'), { right: false, note: '' });
  });

  it('an empty password, one with a NUL and an endless one are never right', async () => {
    const passwords = open({ format: 'md5' });
    for (const typed of ['', 'a\0b', 'x'.repeat(2_000)])
      assert.deepEqual(await passwords.verify(alone(createHash('md5').update(typed).digest('hex')), typed), { right: false, note: '' });
  });
});

describe('A new hash in a store’s own format', () => {
  const right = { right: true, note: '' };
  const costly: readonly (readonly [Partial<PasswordFormat>, RegExp, string])[] = [
    [{ format: 'bcrypt' }, /^\$2y\$12\$/, '$2y$10$keeps the letter of the others'],
    [{ format: 'scrypt' }, /^\$scrypt\$ln=17,r=8,p=1\$/, ''],
    [{ format: 'pbkdf2' }, /^\$pbkdf2-sha256\$600000\$/, ''],
    [{ format: 'crypt' }, /^\$6\$rounds=200000\$/, ''],
    [{ format: 'django' }, /^pbkdf2_sha256\$600000\$/, ''],
  ];
  for (const [format, looks, like] of costly) {
    it(`costs whoever guesses, and is right for its password: ${format.format}`, async () => {
      const passwords = open(format);
      const made = await passwords.make('grün und lang', like);
      assert.match(String(made.hash), looks);
      assert.deepEqual(await passwords.verify(made, 'grün und lang'), right);
    });
  }

  const quick: readonly (readonly [Partial<PasswordFormat>, RegExp])[] = [
    [{ format: 'argon2' }, /^\$argon2id\$/],
    [{ format: 'pbkdf2', salt: 'after', saltForm: 'hex', bits: 512, hash: 'sha512' }, /^[0-9a-f]{128}$/],
    [{ format: 'ssha' }, /^\{SSHA512\}/],
    [{ format: 'phpass' }, /^\$P\$B/],
    [{ format: 'sha-256', salt: 'before', digest: 'base64' }, /^[\w+/]{43}=$/],
    [{ format: 'sha-1', salt: 'after', saltForm: 'base64' }, /^[0-9a-f]{40}$/],
    [{ format: 'wso2-pbkdf2' }, /^[\w+/]{43}=$/],
  ];
  for (const [format, looks] of quick) {
    it(`has a fresh salt each time, and is right for its password only: ${Object.values(format).join(' ')}`, async () => {
      const passwords = open(format);
      const [one, other] = [await passwords.make('grün und lang', ''), await passwords.make('grün und lang', '')];
      assert.match(String(one.hash), looks);
      assert.notEqual(one.hash, other.hash);
      assert.deepEqual(await passwords.verify(one, 'grün und lang'), right);
      assert.deepEqual(await passwords.verify(one, 'grün und kurz'), { right: false, note: '' });
    });
  }

  it('keeps the scheme that the store has', async () => {
    assert.match(String((await open({ format: 'ssha' }).make('x', '{SSHA}abc')).hash), /^\{SSHA\}/);
  });
  it('is refused by bcrypt where it would be cut', async () => {
    await assert.rejects(itself.make('x'.repeat(73), ''), /72 bytes/);
  });
});

it('the event loop turns while rounds are counted', async () => {
  const rounds = vectors.flatMap(({ hashes }) => hashes).find((hash) => hash.startsWith('$6$rounds=10000$')) ?? '';
  let turns = 0;
  let turning = true;
  const turn = () => {
    turns++;
    if (turning) setImmediate(turn);
  };
  turn();
  await itself.verify(alone(rounds), 'another password');
  turning = false;
  assert.ok(turns > 10, `it turned ${turns} times`);
});
