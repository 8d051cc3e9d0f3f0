// A Reeve with a million made-up users and one with nobody, on the same kind of database, and how a program asks them.
// Called by million.test.ts. REEVE_TEST_USERS fills fewer, to try the tests themselves.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '#db/database.ts';
import { makePostgresDatabase, postgresUrl } from '../databases.ts';
import type { Room } from '../processes/folders.ts';
import { type Place, type RunningServer, runReeve } from '../processes/server.ts';
import { Visitor } from '../processes/visitor.ts';

export const crowdUsers = Number(process.env.REEVE_TEST_USERS ?? 1_000_000);
const password = 'tulip-9 Orchard kettle';
const administered = { REEVE_ADMIN_USER: 'admin', REEVE_ADMIN_PASSWORD: password };
const wordsSecondsMax = 1_800;

export type Row = { readonly id: string; readonly userName: string; readonly lastSignInAt: number };
export type Page = { readonly items: readonly Row[]; readonly next?: string; readonly complete: boolean };
export type Ask = (path: string) => Promise<unknown>;

/** A place of its own, not set up. */
export async function emptyPlace(room: Room, kind: Database['kind']): Promise<Place> {
  const data = await room.folder();
  if (kind === 'sqlite') return { data };
  const { url, drop } = await makePostgresDatabase(postgresUrl() ?? '');
  room.undo(drop);
  return { data, database: url };
}

/** Runs a command that must succeed, however long it takes. */
export async function command(place: Place, words: readonly string[]): Promise<string> {
  const { code, said } = await runReeve(words, place, wordsSecondsMax);
  assert.equal(code, 0, said);
  return said;
}

/** Set up, and filled with so many users; 0 = with nobody but the administrator. */
export async function inhabited(room: Room, kind: Database['kind'], users: number): Promise<Place> {
  const place = { ...(await emptyPlace(room, kind)), env: administered };
  if (users > 0) await command(place, ['demo', '--users', String(users)]);
  else await (await room.start(place)).stop();
  return place;
}

/** As a program with a token of the administrator's. */
export async function asker({ url }: RunningServer): Promise<Ask> {
  const visitor = new Visitor(url);
  assert.equal((await visitor.signIn('admin', password)).status, 303);
  const headers = { authorization: `Bearer ${await visitor.makeToken('crowd')}` };
  return async (path) => {
    const answer = await fetch(`${url}/api${path}`, { headers });
    const text = await answer.text();
    assert.equal(answer.status, 200, `${path}: ${text}`);
    return JSON.parse(text);
  };
}

/** Every page, the first to the last; a page that came short says so and has a cursor. */
export async function* pages(ask: Ask, query: string): AsyncGenerator<Page> {
  for (let cursor = ''; ; ) {
    // The shape that the operation promises; routes.test.ts holds it.
    const page = (await ask(`/users?${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)) as Page;
    yield page;
    if (page.next === undefined) return;
    cursor = page.next;
  }
}

export function residentMegabytes({ pid }: RunningServer): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

export function passphraseFile({ data }: Place): string {
  const file = join(data, 'passphrase');
  writeFileSync(file, 'correct horse battery staple\n');
  return file;
}
