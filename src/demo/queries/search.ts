// The text index of SQLite, made by a thread of its own in a file of its own while users are still being made, and taken over page by page in the end.
// Called by fill.ts and target.ts. Knows the tables that FTS5 keeps an index in; how one is filled, search-worker.ts does.
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { searchText } from '#db/migrations/0002-lists.ts';
import type { Tx } from '#db/tables.ts';
import type { Sheet } from '../sheet.ts';

/** FTS5 keeps an index in these; what it says of the words is the same in every file. */
const parts = ['data', 'idx', 'docsize', 'config'] as const;
const separator = '\u001f';

export type Texts = { readonly numbers: readonly number[]; readonly texts: readonly string[] };
export type Beginning = { readonly path: string; readonly declaration: string };

export class SearchIndex {
  readonly #path: string;
  #worker: Worker | null = null;
  #ended: Promise<void> = Promise.resolve();

  /** `path` = where its file will lie. */
  constructor(path: string) {
    this.#path = path;
  }

  /** With those who are there already. */
  async begin(tx: Tx): Promise<void> {
    const { rows } = await sql<{ declaration: string }>`select sql as declaration from sqlite_master where name = 'users_text'`.execute(tx);
    const workerData: Beginning = { path: this.#path, declaration: rows[0]?.declaration ?? '' };
    const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { workerData });
    const ended = Promise.withResolvers<void>();
    worker.once('error', ended.reject);
    worker.once('exit', (code) => (code === 0 ? ended.resolve() : ended.reject(new Error('The thread that made the text index ended early.'))));
    // Whoever waits for the end hears of it; until then nobody does.
    ended.promise.catch(() => {});
    [this.#worker, this.#ended] = [worker, ended.promise];
    const here = await sql<{ no: number; text: string }>`select no, ${sql.raw(searchText('').replaceAll('chr(', 'char('))} as text from users`.execute(tx);
    this.#add({ numbers: here.rows.map(({ no }) => no), texts: here.rows.map(({ text }) => text) });
  }

  addUsers({ columns, values }: Sheet): void {
    const [no = 0, ...keys] = ['no', 'name_key', 'shown_key', 'mail_key'].map((column) => columns.indexOf(column));
    const starts = Array.from({ length: values.length / columns.length }, (_, row) => row * columns.length);
    this.#add({
      numbers: starts.map((start) => Number(values[start + no])),
      texts: starts.map((start) => keys.map((key) => values[start + key]).join(separator)),
    });
  }

  #add(texts: Texts): void {
    this.#worker?.postMessage(texts);
  }

  /** Waits until it is whole. What `tx` writes into must let tables be changed that belong to an index. */
  async takeOver(tx: Tx): Promise<void> {
    this.#worker?.postMessage(null);
    await this.#ended;
    await sql`attach ${this.#path} as made`.execute(tx);
    for (const part of parts) {
      await sql.raw(`delete from main.users_text_${part}`).execute(tx);
      await sql.raw(`insert into main.users_text_${part} select * from made.users_text_${part}`).execute(tx);
    }
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }
}
