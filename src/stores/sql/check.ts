// A live look at a SQL store: what answers, with which certificate, its clock; and whether what the settings name is there.
// Called by sql-store.ts.
import type { Health } from '#user-store.ts';
import type { Database } from './database.ts';
import { holdLayout } from './hold.ts';
import type { Layout } from './layout.ts';
import { versionAndClock } from './queries/server.ts';

type Looking = { readonly now: () => number; readonly place: string; readonly layout: Layout | null };

export async function checkHealth(database: Database, { now, place, layout }: Looking): Promise<Health> {
  const began = performance.now();
  const { answer, certificate, isMysql, before } = await database.use(async (connection) => {
    const before = now();
    const answer = await connection.ask(versionAndClock(database.write, database.dialect));
    return { answer, before, certificate: connection.certificate, isMysql: connection.isMysql };
  });
  const milliseconds = Math.round(performance.now() - began);
  const [version, clock] = answer.rows[0] ?? [];
  // Where nothing is mapped yet, there is nothing to hold it against.
  database.forget();
  if (layout) await holdLayout(database, layout);
  const server = serverOf(String(version ?? ''), isMysql);
  const ours = (before + now()) / 2;
  return { milliseconds, answeredBy: place, server, certificate, clockMilliseconds: Number.isFinite(Number(clock)) ? Math.round(Number(clock) - ours) : null };
}

/** `PostgreSQL 17.2 on x86_64…`, `10.11.6-MariaDB-…`, `8.4.0`. */
function serverOf(version: string, isMysql: boolean): string {
  const number = /\d+(?:\.\d+)*/.exec(version)?.[0] ?? '';
  if (version.startsWith('PostgreSQL')) return `PostgreSQL ${number}`;
  return `${isMysql ? 'MySQL' : 'MariaDB'} ${number}`;
}
