// The thread that makes the text index of SQLite: takes texts, and ends when it is told that there are no more.
// Started by search.ts. Knows one virtual table.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Beginning, Texts } from './search.ts';

/** Trigrams that are collected in memory before they are written; the usual megabyte would be merged with what is there again and again. */
const bytesMax = 64 * 2 ** 20;
const bytesUsual = 2 ** 20;

// What search.ts starts it with.
const { path, declaration } = workerData as Beginning;
const handle = new DatabaseSync(path);
// Nobody else knows of this file, and it is thrown away if anything fails.
for (const pragma of ['journal_mode = off', 'synchronous = off', 'locking_mode = exclusive']) handle.exec(`pragma ${pragma}`);
handle.exec(declaration);
handle.exec('begin exclusive');
const setBytes = (bytes: number) => handle.exec(`insert into users_text (users_text, rank) values ('hashsize', ${bytes})`);
const insert = handle.prepare('insert into users_text (rowid, text) values (?, ?)');
setBytes(bytesMax);

parentPort?.on('message', (more: Texts | null) => {
  if (more) for (const [index, no] of more.numbers.entries()) insert.run(no, more.texts[index] ?? '');
  else end();
});

function end(): void {
  setBytes(bytesUsual);
  handle.exec('commit');
  handle.close();
  parentPort?.close();
}
