import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import pg from 'pg';
import { startFaults } from '#start-faults.ts';
import { makePostgresDatabase, postgresUrl } from '../databases.ts';
import { madeFor, writePair } from './certificates.ts';
import { openRoom } from './folders.ts';
import { type Ended, type Place, runReeve } from './server.ts';

/** One line that names what is wrong, no stack, and the exit code that the table promises. */
function assertFault(ended: Ended, code: keyof typeof startFaults, says: RegExp) {
  assert.equal(ended.code, startFaults[code][0], ended.said);
  assertOneLine(ended, says);
}

function assertOneLine({ stderr, said }: Ended, says: RegExp) {
  const line = stderr.replace(/^Building [^\n]*\n/, '');
  assert.match(line, /^reeve: [^\n]+\n$/, said);
  assert.match(line, says);
  assert.doesNotMatch(said, /\n\s+at /, 'a stack was shown');
}

const serve = (place: Place) => runReeve(['serve'], place);

describe('a start that cannot be', () => {
  const room = openRoom();

  it('names the port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    room.undo(() => void other.close());
    await new Promise((next) => other.once('listening', next));
    const address = other.address();
    assert.ok(address && typeof address === 'object');
    assertFault(
      await serve({ data: await room.folder(), env: { REEVE_PORT: String(address.port) } }),
      'port-taken',
      new RegExp(`Port ${address.port} is taken`),
    );
  });

  it('refuses the data folder of a running server, and takes it over once that one was killed', async () => {
    const data = await room.folder();
    const first = await room.start({ data });
    assertFault(await serve({ data }), 'data-in-use', /Another server uses the data folder/);
    await first.kill();
    const second = await room.start({ data });
    assert.equal((await second.stop()).code, 0);
  });

  it('says which folder cannot be written', async () => {
    const folder = await room.folder();
    writeFileSync(join(folder, 'file'), '');
    assertFault(await serve({ data: join(folder, 'file') }), 'data-not-writable', /is a file/);
    assertFault(await serve({ data: join(folder, 'file', 'below') }), 'data-not-writable', /is a file, or lies below one/);
    // Not even root makes folders there.
    assertFault(await serve({ data: '/proc/reeve' }), 'data-not-writable', /\/proc\/reeve cannot be written/);
  });

  it('says that the disk is full', async () => {
    // Where no disk may be mounted, what the kernel says of a full one is held by src/start-faults.test.ts alone: nothing here is written through a link to /dev/full.
    const small = await room.folder();
    if (!mountSmall(small)) return;
    room.undo(() => void execFileSync('umount', [small]));
    assertFault(await serve({ data: join(small, 'data') }), 'disk-full', /No space is left on the disk of/);
  });

  it('refuses a database of a newer Reeve, and one that is none', async () => {
    const data = await room.folder();
    await (await room.start({ data })).stop();
    change(data, "update meta set value = '999' where key in ('schema', 'oldest_program')");
    assertFault(await serve({ data }), 'database-too-new', /Install a newer Reeve/);
    const noise = await room.folder();
    writeFileSync(join(noise, 'reeve.db'), Buffer.alloc(65_536, 'This is no database. '));
    assertFault(await serve({ data: noise }), 'database-corrupt', /is damaged.*reeve restore/);
  });

  it('refuses a database whose pages were overwritten', async () => {
    const data = await room.folder();
    await (await room.start({ data })).stop();
    const path = join(data, 'reeve.db');
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4096);
    writeFileSync(path, bytes);
    assertFault(await serve({ data }), 'database-corrupt', /is damaged/);
  });

  it('refuses to go on behind the newest journal entry', async () => {
    const data = await room.folder();
    await (await room.start({ data })).stop();
    change(data, `update journal_head set changed_at = ${Date.now() + 3_600_000}`);
    assertFault(await serve({ data }), 'clock-behind', /the newest journal entry was made at .* Set the clock/);
  });

  it('names what is wrong with a certificate', async () => {
    const folder = await room.folder();
    const good = await madeFor(['users.example.com']);
    const other = await madeFor(['users.example.com']);
    const old = await madeFor(['users.example.com'], { from: -60, until: -1 });
    const trial = async (pair: { cert: string; key: string }, says: RegExp) => {
      const files = writePair(folder, pair);
      assertFault(
        await serve({ data: join(folder, 'data'), env: { REEVE_TLS: 'on', REEVE_TLS_CERT: files.cert, REEVE_TLS_KEY: files.key } }),
        'certificate',
        says,
      );
    };
    await trial({ cert: good.cert, key: other.key }, /is not the private key of the certificate/);
    await trial(old, /ended on/);
    await trial({ cert: 'none', key: good.key }, /does not hold a certificate in PEM/);
    const missing = { REEVE_TLS: 'on', REEVE_TLS_CERT: writePair(folder, good).cert, REEVE_TLS_KEY: join(folder, 'missing.pem') };
    assertFault(await serve({ data: join(folder, 'data'), env: missing }), 'certificate', /missing\.pem cannot be read \(ENOENT\)/);
  });

  it('names a wrong key of the configuration with its line and the nearest right one', async () => {
    const folder = await room.folder();
    const file = join(folder, 'reeve.toml');
    writeFileSync(file, '# ours\nhost = "127.0.0.1"\nprot = 9443\n');
    const wrongKey = await serve({ data: folder, env: { REEVE_CONFIG: file } });
    assert.equal(wrongKey.code, 3);
    assertOneLine(wrongKey, /reeve\.toml, line 3: there is no key prot\. Did you mean port\?/);
    const wrongVariable = await serve({ data: folder, env: { REEVE_LOGLEVEL: 'info' } });
    assert.equal(wrongVariable.code, 3);
    assertOneLine(wrongVariable, /no variable REEVE_LOGLEVEL\. Did you mean REEVE_LOG_LEVEL\?/);
    const wrongValue = await serve({ data: folder, env: { REEVE_PORT: '99999' } });
    assert.equal(wrongValue.code, 3);
    assertOneLine(wrongValue, /REEVE_PORT/);
  });

  it('refuses to send passwords in the clear over a network', async () => {
    const ended = await serve({ data: await room.folder(), env: { REEVE_HOST: '0.0.0.0' } });
    assert.equal(ended.code, 3);
    assertOneLine(ended, /tls = "off" needs a loopback host/);
  });

  it('says that PostgreSQL does not answer, or refuses', async () => {
    const data = await room.folder();
    assertFault(
      await serve({ data, database: 'postgres://reeve:x@127.0.0.1:1/reeve' }),
      'database-unreachable',
      /PostgreSQL at 127\.0\.0\.1:1 does not answer/,
    );
    const server = postgresUrl();
    if (!server) return;
    const wrong = new URL(server);
    wrong.password = 'wrong-secret';
    const refused = await serve({ data, database: wrong.href });
    assertFault(refused, 'database-unreachable', /refuses the user/);
    assert.doesNotMatch(refused.said, /wrong-secret/);
    wrong.href = server;
    wrong.pathname = '/there_is_none';
    assertFault(await serve({ data, database: wrong.href }), 'database-unreachable', /has no such database/);
  });

  it('compares its clock with PostgreSQL’s', async () => {
    const server = postgresUrl();
    if (!server) return;
    const { url, drop } = await makePostgresDatabase(server);
    room.undo(drop);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    // A function found before PostgreSQL's own is how its clock goes wrong without touching the machine's.
    await client.query(
      `create schema ahead; create function ahead.clock_timestamp() returns timestamptz language sql as $$ select now() + interval '1 minute' $$`,
    );
    await client.query(`alter database ${new URL(url).pathname.slice(1)} set search_path = ahead, pg_catalog`);
    await client.end();
    assertFault(await serve({ data: await room.folder(), database: url }), 'clock-apart', /PostgreSQL’s are (59|60|61) s apart; 5 s are allowed/);
  });
});

describe('a first start', () => {
  const room = openRoom();

  it('keeps everything in the data folder from other users, also in a folder that was there before', async () => {
    const data = join(await room.folder(), 'data');
    mkdirSync(data, { mode: 0o755 });
    const server = await room.start({ data, env: { REEVE_TLS: 'on' } });
    const modeOf = (name: string) => statSync(join(data, name)).mode & 0o777;
    for (const name of ['reeve.db', 'reeve.db-wal', 'tls-key.pem', 'setup-link', 'server.lock']) assert.equal(modeOf(name), 0o600, name);
    await server.stop();
  });
});

/** A disk of 200 KiB, where this machine lets us have one. */
function mountSmall(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'none', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function change(data: string, statement: string) {
  const database = new DatabaseSync(join(data, 'reeve.db'));
  database.exec(statement);
  database.close();
}
