// A database of somebody else's with people and teams in it, on the PostgreSQL of the tests: for an SQL store to be set up in the browser.
// Called by stores.test.ts and pictures.ts.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { makePostgresDatabase } from '../databases.ts';

export type OutsidePeople = {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  run(sql: string, values?: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
};

const hashOf = (password: string) => createHash('sha256').update(password).digest('hex');

export async function openOutsidePeople(server: string): Promise<OutsidePeople> {
  const made = await makePostgresDatabase(server);
  const client = new pg.Client({ connectionString: made.url });
  await client.connect();
  await client.query(
    `create table people (id int primary key, login text not null unique, first text, last text, mail text, secret text, left_at timestamptz)`,
  );
  await client.query('create table teams (id int primary key, name text not null)');
  await client.query(
    'create table team_people (team int references teams on update cascade, person int references people on update cascade on delete cascade)',
  );
  const { hostname: host, port, pathname, username: user, password } = new URL(made.url);
  return {
    host,
    port,
    database: pathname.slice(1),
    user,
    password: decodeURIComponent(password),
    async run(sql, values = []) {
      await client.query(sql, [...values]);
    },
    async close() {
      await client.end();
      await made.drop();
    },
  };
}

const names = [
  ['anna', 'Anna', 'Ek'],
  ['bo', 'Bo', 'Lund'],
  ['cecilia', 'Cecilia', 'Åberg'],
  ['dag', 'Dag', 'Holm'],
  ['elin', 'Elin', 'Sjögren'],
  ['fredrik', 'Fredrik', 'Nyman'],
  ['greta', 'Greta', 'Öberg'],
  ['hugo', 'Hugo', 'Wik'],
  ['ida', 'Ida', 'Strand'],
  ['johan', 'Johan', 'Berg'],
  ['karin', 'Karin', 'Dahl'],
  ['lars', 'Lars', 'Friis'],
] as const;

/** Twelve people in two teams; one of them cannot be taken as he is: he has no name to sign in with. */
export async function fillOutsidePeople({ run }: OutsidePeople, password: string): Promise<void> {
  for (const [index, [login, first, last]] of names.entries())
    await run('insert into people (id, login, first, last, mail, secret) values ($1, $2, $3, $4, $5, $6)', [
      index + 1,
      login,
      first,
      last,
      `${login}@sales.example`,
      hashOf(password),
    ]);
  await run(`insert into people (id, login, first, last) values (99, '', 'Nobody', 'Noname')`);
  await run(`insert into teams values (1, 'field sales'), (2, 'back office')`);
  await run('insert into team_people select 1 + id % 2, id from people');
}
