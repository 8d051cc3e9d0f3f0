import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { pino } from 'pino';
import type { Database } from '#db/database.ts';
import { migrate, schemaNumber } from '#db/migrate.ts';
import { openDatabase, sqliteFile } from '#db/open.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { Table, Tx } from '#db/tables.ts';
import { groupActions } from '#groups/actions.ts';
import { openHeadKey } from '#journal/sign.ts';
import { verify } from '#journal/verify.ts';
import { openWorld } from '#open-world.ts';
import { sessionActions } from '#sessions/actions.ts';
import { userActions } from '#users/actions.ts';
import { listUsers } from '#users/list-users.ts';
import { makePostgresDatabase, onBothDatabases, postgresUrl } from '../../test/databases.ts';
import { addPrimaryBefore, addUserBefore, schemaBefore } from '../../test/users-before.ts';
import { openTestWorld, type TestWorld, testConfig } from '../../test/world.ts';
import { backUp } from './back-up.ts';
import { BackupFault, type Place } from './backup.ts';
import { backUpBeforeMigration } from './before-migration.ts';
import { restoreBackup } from './restore.ts';
import { open, seal } from './seal.ts';

const passphrase = 'correct horse battery staple';
/** As cheap as scrypt can be: what one guess costs is no matter here. */
const cost = 2;
const kinds = postgresUrl() ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const);

/** Places to restore into, all removed in the end. */
function places() {
  const undo: (() => Promise<void> | void)[] = [];
  after(async () => {
    for (const step of undo.reverse()) await step();
  });
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'reeve-backup-'));
    undo.push(() => rmSync(made, { recursive: true, force: true, maxRetries: 3 }));
    return made;
  };
  const empty = async (kind: Database['kind']): Promise<Place> => {
    if (kind === 'sqlite') return { data: folder(), database: '', masterKeyFile: '' };
    const { url, drop } = await makePostgresDatabase(postgresUrl() ?? '');
    undo.push(drop);
    return { data: folder(), database: url, masterKeyFile: '' };
  };
  const opened = async ({ data, database }: Place): Promise<Database> => {
    const made = await openDatabase({ url: database, dataFolder: data, readers: 1 });
    undo.push(() => made.close());
    return made;
  };
  return { folder, empty, opened };
}

async function collect<T>(some: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of some) all.push(one);
  return all;
}

const restoring = (from: string, words = passphrase) => ({
  from,
  passphrase: words,
  now: Date.now(),
  actorId: 'host:test',
  newId: () => '01890000-0000-7000-8000-000000000001',
});

async function run({ world, admin }: TestWorld, name: string, input: unknown) {
  const found = [...userActions, ...groupActions, ...sessionActions].find(({ operation }) => operation.name === name);
  assert.ok(found, name);
  // The test knows what it has asked for.
  return (await found.run(world, admin, input)) as Record<string, string> & { id: string };
}

async function people(test: TestWorld, count: number) {
  const made = [];
  for (let nth = 0; nth < count; nth += 1)
    made.push(
      await run(test, 'users.add', {
        userName: `person-${nth}`,
        shownName: `Ζωή ${nth} 東京`,
        mail: `p${nth}@example.com`,
        country: 'GR',
        attributes: { badge: `b,${nth}` },
      }),
    );
  return made;
}

async function rowsOf(database: Database, table: Table) {
  const rows = await database.read.selectFrom(table).selectAll().execute();
  return rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();
}

onBothDatabases('A backup', (openOne, kind) => {
  const { folder, empty, opened } = places();
  const backup = async (test: TestWorld, name = 'one') => {
    const to = join(folder(), name);
    return { to, ...(await backUp(test.world.config, { passphrase, to, now: test.world.now(), cost })) };
  };

  for (const target of kinds)
    it(`restores whole into ${target}, verifies there, and ends every session and token`, async () => {
      const test = await openTestWorld(openOne);
      const [first] = await people(test, 12);
      const program = await run(test, 'users.add', { userName: 'printer-7', kind: 'device' });
      await run(test, 'users.add-token', { id: program.id, name: 'desk' });
      const group = await run(test, 'groups.add', { name: 'night shift' });
      await run(test, 'groups.change-members', { id: group.id, add: [first?.id] });
      const { to, head } = await backup(test);
      const place = await empty(target);
      const restored = await restoreBackup(place, restoring(to));
      const [from, into] = [test.world.db, await opened(place)];
      for (const table of [
        'stores',
        'credentials',
        'identifiers',
        'attributes',
        'user_attributes',
        'groups',
        'group_members',
        'roles',
        'role_entries',
        'role_users',
        'permission_nodes',
        'user_sign_ins',
      ] as const)
        assert.deepEqual(await rowsOf(into, table), await rowsOf(from, table), table);
      const users = async (one: Database) =>
        one.read
          .selectFrom('users')
          .select(['no', 'id', 'user_name', 'shown_name', 'role_count', 'held', 'facts'])
          .orderBy('no')
          .execute()
          .then((rows) => rows.map((row) => ({ ...row })));
      assert.deepEqual(await users(into), await users(from));
      const counts = async (one: Database) =>
        one.read
          .selectFrom('filter_counts')
          .selectAll()
          .where('n', '<>', 0)
          .orderBy('dim')
          .orderBy('val')
          .execute()
          .then((rows) => rows.map((row) => ({ ...row })));
      assert.deepEqual(await counts(into), await counts(from));
      assert.deepEqual([await rowsOf(into, 'sessions'), await rowsOf(into, 'tokens')], [[], []]);
      const epochs = await into.read.selectFrom('users').select('revocation_epoch').distinct().execute();
      assert.ok(epochs.every(({ revocation_epoch }) => revocation_epoch > 0));
      const verdict = await verify(into.read, { key: openHeadKey(place.data) });
      assert.deepEqual({ sound: verdict.sound, entries: verdict.entries }, { sound: true, entries: head.journal.number + 1 });
      assert.equal(restored.entries, head.journal.number + 1);
      const [entry] = await into.read.selectFrom('journal').select(['operation', 'actor_id']).where('number', '=', restored.entries).execute();
      assert.deepEqual({ ...entry }, { operation: 'backup.restore', actor_id: 'host:test' });
    });

  it('is of one moment, however much is written meanwhile', async () => {
    const test = await openTestWorld(openOne);
    const event = (nth: number) => ({ at: nth, outcome: 'ok', user_no: 0, network: '192.0.2.0/24', door: 'sign-in', count: 1 });
    const events = Array.from({ length: 6_000 }, (_, nth) => event(nth));
    await test.world.db.write(async (tx) => {
      for (let from = 0; from < events.length; from += 500)
        await tx
          .insertInto('events')
          .values(events.slice(from, from + 500))
          .execute();
    });
    await test.world.changes.poll();
    const [{ to, head }] = await Promise.all([backup(test), people(test, 25)]);
    const place = await empty('sqlite');
    await restoreBackup(place, restoring(to));
    const into = await opened(place);
    const { users } = await into.read
      .selectFrom('users')
      .select((row) => row.fn.countAll<number>().as('users'))
      .executeTakeFirstOrThrow();
    const { added } = await into.read
      .selectFrom('journal')
      .select((row) => row.fn.countAll<number>().as('added'))
      .where('operation', '=', 'users.add')
      .executeTakeFirstOrThrow();
    assert.equal(Number(users), Number(added) + 1);
    assert.ok(head.journal.number <= 26);
  });

  it('goes on counting where it was: no row key is given twice', async () => {
    const test = await openTestWorld(openOne);
    const last = (await people(test, 3)).at(-1);
    await run(test, 'users.delete', { id: last?.id });
    await run(test, 'users.purge', { id: last?.id });
    const { to } = await backup(test);
    for (const target of kinds) {
      const place = await empty(target);
      await restoreBackup(place, restoring(to));
      const into = await opened(place);
      const row = await into.read.selectFrom('users').selectAll().where('user_name', '=', 'person-0').executeTakeFirstOrThrow();
      const { no: _no, facts: _facts, ...values } = row;
      const { no } = await into.write((tx) =>
        tx
          .insertInto('users')
          .values({ ...values, id: 'another', user_name: 'another', name_key: 'another' })
          .returning('no')
          .executeTakeFirstOrThrow(),
      );
      assert.equal(no, 5);
    }
  });

  it('finds people by part of their names where it was restored', async () => {
    const test = await openTestWorld(openOne);
    await people(test, 3);
    const { to } = await backup(test);
    for (const target of kinds) {
      const place = await empty(target);
      await restoreBackup(place, restoring(to));
      const world = await openWorld({ config: testConfig(place.data, place.database), database: await opened(place), log: pino({ level: 'silent' }) });

      const found = await listUsers.run(world, { kind: 'host', name: 'test', door: 'cli' }, { search: 'ωή 1' });
      assert.deepEqual(
        found.items.map(({ userName }) => userName),
        ['person-1'],
      );
    }
  });

  it('is refused with a wrong passphrase, cut or altered, and leaves nothing behind', async () => {
    const test = await openTestWorld(openOne);
    const { to } = await backup(test);
    const whole = readFileSync(to);
    const place = await empty(kind);
    const before = readdirSync(place.data);
    await assert.rejects(restoreBackup(place, restoring(to, 'wrong wrong wrong')), /passphrase is not right/);
    writeFileSync(`${to}.cut`, whole.subarray(0, whole.length - 40));
    await assert.rejects(restoreBackup(place, restoring(`${to}.cut`)), /cut short/);
    const flipped = Buffer.from(whole);
    flipped.writeUInt8(flipped.readUInt8(whole.length - 100) ^ 1, whole.length - 100);
    writeFileSync(`${to}.altered`, flipped);
    await assert.rejects(restoreBackup(place, restoring(`${to}.altered`)), /altered/);
    assert.deepEqual(readdirSync(place.data), before);
    await restoreBackup(place, restoring(to));
  });

  it('is not restored over a Reeve that is in use, nor written over a file', async () => {
    const test = await openTestWorld(openOne);
    const { to } = await backup(test);
    const place = test.world.config;
    await assert.rejects(restoreBackup(place, restoring(to)), /already\. Restore into an empty one/);
    await assert.rejects(backUp(test.world.config, { passphrase, to, now: 0, cost }), /exists already/);
    await assert.rejects(backUp(test.world.config, { passphrase: 'short', to: `${to}.2`, now: 0, cost }), /12 characters/);
    assert.equal(statSync(to).mode & 0o077, 0);
  });

  it('is made before a migration, for the owner’s eyes only', async () => {
    const test = await openTestWorld(openOne);
    await backUpBeforeMigration(test.world.config, () => 0)(test.world.db, 1);
    const made = join(test.world.config.data, 'backups', `before-schema-2-1970-01-01T00-00-00-000Z.${kind === 'sqlite' ? 'db' : 'backup'}`);
    assert.equal(statSync(made).mode & 0o077, 0);
    if (kind === 'postgres') {
      const words = readFileSync(join(test.world.config.data, 'backups', 'passphrase'), 'utf8').trim();
      await restoreBackup(await empty('postgres'), restoring(made, words));
      return;
    }
    const copy = openSqlite(made, { readers: 1 });
    assert.equal((await rowsOf(copy, 'users')).length, 1);
    await copy.close();
  });
});

describe('A backup of an older schema', () => {
  const { folder, empty, opened } = places();
  const day = 86_400_000;
  const now = 20_000 * day;
  /** The sealed file of a Reeve that has not been started since that schema. */
  async function madeAt(schema: number, fill: (tx: Tx) => Promise<void>) {
    const data = folder();
    const old = openSqlite(sqliteFile(data), { readers: 1 });
    await migrate(old, undefined, schema);
    await old.write(async (tx) => {
      await tx.insertInto('meta').values({ key: 'setup_done_at', value: '1' }).execute();
      await fill(tx);
    });
    await old.close();
    const to = join(folder(), 'old');
    const { head } = await backUp({ data, database: '', masterKeyFile: '' }, { passphrase, to, now: 0, cost });
    assert.equal(head.schema, schema);
    return to;
  }
  const twoUsers = async (tx: Tx) => {
    await addPrimaryBefore(tx);
    await addUserBefore(tx, { no: 1, at: now, lastSignInAt: 0 });
    await addUserBefore(tx, { no: 2, at: now, lastSignInAt: now });
  };

  for (const target of kinds) {
    it(`comes forward while it is restored into ${target}`, async () => {
      const to = await madeAt(1, addPrimaryBefore);
      const place = await empty(target);
      await restoreBackup(place, restoring(to));
      const into = await opened(place);
      const schema = await into.read.selectFrom('meta').select('value').where('key', '=', 'schema').executeTakeFirstOrThrow();
      assert.deepEqual([Number(schema.value), (await rowsOf(into, 'stores')).length], [schemaNumber, 1]);
    });

    it(`brings along what later schemas made of its rows, into ${target}`, async () => {
      const to = await madeAt(schemaBefore, twoUsers);
      const place = await empty(target);
      await restoreBackup(place, restoring(to));
      const into = await opened(place);
      const users = await into.read.selectFrom('users').select(['no', 'signed_in']).orderBy('no').execute();
      assert.deepEqual(
        users.map(({ no, signed_in }) => [no, signed_in]),
        [
          [1, 0],
          [2, 1],
        ],
      );
      const spans = await into.read.selectFrom('user_spans').select(['span', 'newest']).execute();
      assert.deepEqual(
        spans.map(({ span, newest }) => [span, newest]),
        [[0, now + day]],
      );
    });
  }

  if (postgresUrl())
    it('is refused by a database on the server that a newer program has made ready, with what to do', async () => {
      const to = await madeAt(schemaBefore, twoUsers);
      const place = await empty('postgres');
      const into = await opened(place);
      await assert.rejects(restoreBackup(place, restoring(to)), (fault) => fault instanceof BackupFault && /drop it, create it empty/.test(fault.message));
      assert.deepEqual(await rowsOf(into, 'users'), []);
    });
});

describe('A sealed file', () => {
  const head = { format: 'reeve-backup', version: 1, at: 0, schema: 1, database: 'sqlite', journal: { number: 0, hash: '', signature: '' } } as const;
  async function* some() {
    for (let nth = 0; nth < 9_000; nth += 1) yield JSON.stringify([nth, `line ${nth} ${'x'.repeat(60)}`]);
  }
  const sealed = async () => Buffer.concat(await collect(seal(some(), { head, passphrase, cost })));
  const read = async (bytes: Buffer, words = passphrase) => {
    let at = 0;
    const take = async (wanted: number) => {
      at += wanted;
      return bytes.subarray(at - wanted, at);
    };
    const opened = await open(take, words);
    return (await collect(opened.lines)).flat();
  };

  it('gives back what was put in', async () => {
    assert.deepEqual(await read(await sealed()), await collect(some()));
  });

  it('is refused when cut anywhere', async () => {
    const whole = await sealed();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), async (length) => {
        await assert.rejects(read(whole.subarray(0, length)), BackupFault);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when any bit was turned', async () => {
    const whole = await sealed();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 7 }), async (at, bit) => {
        const turned = Buffer.from(whole);
        turned.writeUInt8(turned.readUInt8(at) ^ (1 << bit), at);
        await assert.rejects(read(turned), BackupFault);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when something follows, or the passphrase is another', async () => {
    const whole = await sealed();
    await assert.rejects(read(Buffer.concat([whole, Buffer.from('x')])), BackupFault);
    await assert.rejects(read(whole, 'another passphrase'), BackupFault);
    await assert.rejects(read(Buffer.from('PK\u0003\u0004 something else entirely')), /no backup of Reeve/);
  });
});
