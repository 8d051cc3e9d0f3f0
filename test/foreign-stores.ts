// Stores of other people in a test world: each a directory in memory, added through the action and read once.
// Called by tests of whatever is done to users and groups that live elsewhere.
import assert from 'node:assert/strict';
import type { InputOf } from '#contract.ts';
import { storeActions } from '#stores/actions.ts';
import { addStore } from '#stores/add-store.ts';
import { type StoreDetails, synchroniseStore } from '#stores/contract.ts';
import { runSynchroniser } from '#synchronise/runner.ts';
import type { World } from '#world.ts';
import type { Open } from './databases.ts';
import { Directory, driveOf } from './directory.ts';
import { type People, peopleOf } from './people.ts';
import { openTestWorld, type TestWorld } from './world.ts';

type More = Partial<InputOf<(typeof addStore)['operation']>>;
export type Foreign = { readonly directory: Directory; readonly store: StoreDetails; readonly domain: string };

export class ForeignStores {
  readonly test: TestWorld;
  readonly people: People;
  readonly #directories: Record<string, Directory>;
  #count = 0;

  private constructor(test: TestWorld, directories: Record<string, Directory>) {
    this.test = test;
    this.people = peopleOf(test);
    this.#directories = directories;
  }

  static async open(open: Open): Promise<ForeignStores> {
    const directories: Record<string, Directory> = {};
    return new ForeignStores(await openTestWorld(open, { drive: driveOf(directories) }), directories);
  }

  /** Writable, and with the usual mapping, unless said otherwise. */
  async added(fill: (directory: Directory) => void = () => {}, more: More = {}): Promise<Foreign> {
    const domain = `W${++this.#count}`;
    const host = `${domain.toLowerCase()}.test`;
    const directory = new Directory();
    this.#directories[host] = directory;
    fill(directory);
    const mapping = { givenName: 'givenName', familyName: 'sn', mail: 'mail', floor: 'roomNumber' };
    const settings = { urls: [`ldaps://${host}`], userBase: 'dc=example', mapping };
    const store = await this.people.run(addStore, this.test.admin, { domain, kind: 'ldap', settings, syncMinutes: 0, writable: true, ...more });
    await this.settled();
    return { directory, store, domain };
  }

  /** Read whole once more. */
  async again({ id }: StoreDetails): Promise<void> {
    const action = storeActions.find(({ operation }) => operation === synchroniseStore);
    await action?.run(this.test.world, this.test.admin, { id, full: true });
    await this.settled();
  }

  /** Everything that is due is done, by this node or, after a crash, by another. */
  async settled(world: World = this.test.world): Promise<void> {
    await world.changes.poll();
    const synchroniser = runSynchroniser(world);
    await synchroniser.idle();
    await synchroniser.stop();
    await world.changes.poll();
  }

  user(domain: string, name: string) {
    return this.test.world.db.read
      .selectFrom('users')
      .innerJoin('stores', 'stores.no', 'users.store_no')
      .selectAll('users')
      .where('stores.domain', '=', domain)
      .where('users.user_name', '=', name)
      .executeTakeFirst();
  }
  async idOf(domain: string, name: string): Promise<string> {
    const row = await this.user(domain, name);
    assert.ok(row, `${domain}/${name} is there`);
    return row.id;
  }

  writesLeft({ id }: StoreDetails) {
    return this.test.world.db.read
      .selectFrom('store_writes')
      .innerJoin('stores', 'stores.no', 'store_no')
      .selectAll('store_writes')
      .where('stores.id', '=', id)
      .execute();
  }

  /** What the journal holds of writes to stores about a user, oldest first. */
  async told(userId: string): Promise<readonly { readonly operation: string; readonly after: Record<string, unknown> }[]> {
    const rows = await this.test.world.db.read
      .selectFrom('journal_images')
      .innerJoin('journal', 'journal.number', 'journal_images.number')
      .select(['journal.operation', 'journal_images.after'])
      .where('journal_images.kind', '=', 'store-write')
      .where('journal_images.object_id', '=', userId)
      .orderBy('journal_images.number')
      .execute();
    return rows.map(({ operation, after }) => ({ operation, after: JSON.parse(after) as Record<string, unknown> }));
  }

  /** Whether a text stands anywhere in what is kept. */
  async isKept(text: string): Promise<boolean> {
    const { read } = this.test.world.db;
    const kept = [
      await read.selectFrom('journal').selectAll().execute(),
      await read.selectFrom('journal_images').selectAll().execute(),
      await read.selectFrom('store_writes').selectAll().execute(),
      await read.selectFrom('credentials').selectAll().execute(),
      await read.selectFrom('flows').selectAll().execute(),
    ];
    return JSON.stringify(kept).includes(text);
  }

  /** A World in which the process dies after so many transactions of the write handle: nothing is written any more. */
  dying(transactions: number): World {
    const { world } = this.test;
    let left = transactions;
    const write: World['db']['write'] = (body) => (left-- > 0 ? world.db.write(body) : Promise.reject(new Error('The process has died.')));
    return { ...world, db: { ...world.db, write } };
  }
}
