// All users, a window at a time: for trying a definition on them, and for claiming what becomes unique.
// Called by the files of this room. Between windows everybody else has a turn.
import { setImmediate as others } from 'node:timers/promises';
import { type Source, type Tried, usersAfter } from '#attributes/queries.ts';

/** About two milliseconds of SQLite. */
const usersAtOnce = 400;

export async function inWindows(source: Source, see: (users: readonly Tried[]) => void | Promise<void>): Promise<void> {
  for (let after = 0; ; ) {
    const users = await usersAfter(source, { after, limit: usersAtOnce });
    if (users.length === 0) return;
    await see(users);
    after = users.at(-1)?.no ?? after;
    await others();
  }
}
