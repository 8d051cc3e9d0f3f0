// The database: it answers, its schema fits this program, its clock is ours, the newest part of the journal verifies, somebody can administer, a backup is not long ago.
import { existsSync } from 'node:fs';
import type { Config } from '#config.ts';
import type { Database } from '#db/database.ts';
import { schemaNumber } from '#db/migrate.ts';
import { sqliteFile } from '#db/open.ts';
import { openPostgres } from '#db/postgres.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { Db } from '#db/tables.ts';
import { digestOf, hashOf } from '#journal/chain.ts';
import { candidates, entriesAfter, headOf, imagesOf } from '#journal/queries.ts';
import { masterKeyFile, openMasterKey } from '#master-key.ts';
import { hasLastAdministrator } from '#permissions/queries.ts';
import { checkClockAgainstDatabase, checkClockAgainstJournal, explainStartFault, StartFault } from '#start-faults.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import { clockOf, fact } from './queries.ts';
import { checkStores } from './stores.ts';

const newestEntries = 2_000;
const dayMilliseconds = 86_400_000;
const backupDaysWarn = 7;

export async function checkDatabase(config: Config, clock: () => number): Promise<readonly Finding[]> {
  if (config.database === '' && !existsSync(sqliteFile(config.data))) return [warn('database', 'there is none yet', 'Start the server: reeve serve.')];
  const database = config.database === '' ? openSqlite(sqliteFile(config.data), { readers: 1 }) : openPostgres(config.database);
  try {
    const schema = await schemaOf(database.read);
    if (schema.is === 'fail') return [schema];
    return [
      schema,
      await masterKey(config, database.read),
      await clockFits(database, clock),
      await journal(database.read),
      await administrator(database, clock()),
      await lastBackup(database.read, clock()),
      ...(await checkStores(database.read)),
    ];
  } catch (fault) {
    const known = explainStartFault(fault, config);
    if (!known) throw fault;
    return [fail('database', known.sentence, 'Nothing can be done until it answers.')];
  } finally {
    await database.close();
  }
}

async function schemaOf(db: Db): Promise<Finding> {
  const [schema, oldest] = [Number(await fact(db, 'schema')), Number(await fact(db, 'oldest_program'))];
  if (oldest > schemaNumber)
    return fail('schema', `the database needs a program that knows schema ${oldest}; this one knows ${schemaNumber}`, 'Install a newer Reeve.');
  return schema < schemaNumber
    ? fail('schema', `the database has schema ${schema}; this program wants ${schemaNumber}`, 'reeve migrate (it makes a backup first)')
    : ok('schema', `${schema}, as this program wants`);
}

/** Made by the server when it is not there: the doctor makes nothing. */
async function masterKey(config: Config, db: Db): Promise<Finding> {
  const [file, known] = [masterKeyFile(config), await fact(db, 'master_check')];
  if (!existsSync(file)) return fail('master key', `${file} is not there`, 'Copy it from another node, or restore a backup: it holds the key.');
  const fits = known === null || openMasterKey(config).check === known;
  return fits ? ok('master key', file) : fail('master key', `${file} belongs to another database`, 'Copy the one of another node there.');
}

async function clockFits(database: Database, clock: () => number): Promise<Finding> {
  try {
    checkClockAgainstJournal(clock(), (await headOf(database.read)).changed_at);
    if (database.kind === 'postgres') {
      const before = clock();
      const at = await clockOf(database.read);
      checkClockAgainstDatabase({ before, after: clock(), database: at });
    }
    return ok('clock', 'not behind the journal');
  } catch (fault) {
    if (fault instanceof StartFault) return fail('clock', fault.sentence, 'Set the clock, by NTP.');
    throw fault;
  }
}

/** The whole chain may be long; `reeve journal verify` walks all of it. */
async function journal(db: Db): Promise<Finding> {
  const head = await headOf(db);
  const after = Math.max(0, head.number - newestEntries);
  const entries = await entriesAfter(db, after, newestEntries);
  let previous = after === 0 ? '' : (entries[0]?.hash ?? '');
  const images = Map.groupBy(
    await imagesOf(
      db,
      entries.map(({ number }) => number),
    ),
    ({ number }) => number,
  );
  for (const [index, entry] of entries.entries()) {
    // The first of them follows one that was not read.
    const chained = (index === 0 && after > 0) || hashOf(previous, entry) === entry.hash;
    // Written by us as a JSON array of texts.
    const digests = JSON.parse(entry.digests || '[]') as readonly string[];
    const whole = (images.get(entry.number) ?? []).every((image) => image.erased_at > 0 || digestOf(image) === digests[image.position]);
    if (!chained || !whole) return fail('journal', `entry ${entry.number} was altered`, 'reeve journal verify says more. Find out who can write the database.');
    previous = entry.hash;
  }
  const ends = previous === head.hash && (entries.at(-1)?.number ?? 0) === head.number;
  return ends
    ? ok('journal', `${head.number.toLocaleString('en')} entries; the newest ${entries.length.toLocaleString('en')} verify`)
    : fail('journal', 'the newest entries are missing or altered', 'reeve journal verify says more.');
}

async function administrator(database: Database, now: number): Promise<Finding> {
  if ((await fact(database.read, 'setup_done_at')) === null)
    return warn('administrator', 'set-up is not finished', 'Follow the set-up link; reeve setup makes a new one.');
  const found = await database.write((tx) => hasLastAdministrator(tx, now));
  return found
    ? ok('administrator', 'somebody holds All Permissions for good')
    : fail('administrator', 'nobody can administer', 'reeve setup makes a link back in.');
}

async function lastBackup(db: Db, now: number): Promise<Finding> {
  const [made] = await candidates(db, { operation: 'backup.make', from: 0, before: Number.MAX_SAFE_INTEGER }, 1);
  const todo = 'reeve backup FILE, every day, to another machine.';
  if (!made) return warn('backup', 'none was ever made by Reeve', todo);
  const days = Math.floor((now - made.at) / dayMilliseconds);
  return days > backupDaysWarn
    ? warn('backup', `the last one was made ${days} days ago`, todo)
    : ok('backup', `the last one was made ${days === 0 ? 'today' : `${days} days ago`}`);
}
