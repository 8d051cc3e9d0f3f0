// What a server does by itself while nobody looks: signs the newest journal head, removes what has ended or is too old, and the links of deleted roles and groups,
// and tells those whose password ends.
// Started by main.ts. Nothing waits for it, and no decision depends on it.
import { setTimeout as pause } from 'node:timers/promises';
import { begunMilliseconds } from '#authentication/enrolment.ts';
import { removeOldEvents } from '#authentication/events.ts';
import { warnerOf } from '#authentication/warn-endings.ts';
import type { Database } from '#db/database.ts';
import { removeOldFactors } from '#factors/queries.ts';
import { removeSomeMembers } from '#groups/queries.ts';
import { removeOldJobs } from '#jobs/queries.ts';
import { type HeadKey, openHeadKey, signHead } from '#journal/sign.ts';
import { removeOldMails } from '#mail/queries.ts';
import { removeOldTrials } from '#providers/queries.ts';
import { removeOldRequests } from '#requests/queries.ts';
import { removeSomeHolders } from '#roles/queries.ts';
import { removeEnded } from '#sessions/queries.ts';
import type { World } from '#world.ts';

const everyMilliseconds = 60_000;
const hourMilliseconds = 3_600_000;
/** Old plans and jobs removed in one transaction, each with up to 10,000 rows. */
const jobsAtOnce = 2;
/** Mails that were sent or failed are shown for so long. */
const mailDaysMax = 30;
/** Of strangers, who have no account here, addresses are kept no longer than it takes to see that a mail did not go. */
const strangersMailHoursMax = 24;
/** What was decided is shown for so long. */
const decidedDaysMax = 365;
const requestsAtOnce = 500;
/** Links removed in one transaction: each costs 0.1–0.4 ms on SQLite, where everybody waits for it. */
const linksAtOnce = 20;

/** Gives the end of it, which waits for the step that is being done. */
export function keepHouse(world: World): () => Promise<void> {
  const [key, stopping] = [openHeadKey(world.config.data, world.config.masterKeyFile), new AbortController()];
  const often = oneAtATime(world, 'housekeeping failed', () => tidy(world, key));
  const links = oneAtATime(world, 'removing the links of what was deleted failed', () => removeLeftLinks(world.db, stopping.signal));
  const warner = warnerOf(world);
  const warnings = oneAtATime(world, 'telling whose password ends failed', () => warner.look(stopping.signal));
  const timer = setInterval(() => {
    often.start();
    warnings.start();
    links.start();
  }, everyMilliseconds);
  timer.unref();
  // Roles and groups are deleted by changes of the model.
  world.changes.listen(({ model }) => {
    if (model) links.start();
  });
  links.start();
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await Promise.all([often.done(), links.done(), warnings.done()]);
  };
}

async function tidy(world: World, key: HeadKey) {
  const signed = await signHead(world.db, key, world.now());
  if (signed) world.log.info({ journalHead: signed }, 'journal head signed');
  await removeOldEvents(world);
  await world.db.write((tx) => removeEnded(tx, world.now()));
  await world.db.write((tx) => removeOldFactors(tx, { now: world.now(), begunBefore: world.now() - begunMilliseconds }));
  const mails = { before: world.now() - mailDaysMax * 24 * hourMilliseconds, strangersBefore: world.now() - strangersMailHoursMax * hourMilliseconds };
  await world.db.write((tx) => removeOldMails(tx, { now: world.now(), ...mails }));
  await world.db.write((tx) => removeOldRequests(tx, { before: world.now() - decidedDaysMax * 24 * hourMilliseconds, limit: requestsAtOnce }));
  await world.db.write((tx) => removeOldTrials(tx, world.now()));
  const secretsBefore = world.now() - Math.round(world.config.temporaryPasswordHoursMax * hourMilliseconds);
  await world.db.write((tx) => removeOldJobs(tx, { now: world.now(), secretsBefore, limit: jobsAtOnce }));
}

/** Leaves others as much time as it takes. Any number of nodes may do so at once, and any may stop half-way. */
export async function removeLeftLinks(database: Database, stop?: AbortSignal): Promise<void> {
  for (const removeSome of [removeSomeHolders, removeSomeMembers]) {
    while (!stop?.aborted) {
      const begun = performance.now();
      if ((await database.write((tx) => removeSome(tx, linksAtOnce))) === 0) break;
      await pause(performance.now() - begun);
    }
  }
}

/** Whoever starts it while it runs has it run once more. A failure is logged, and tried again the next time. */
function oneAtATime({ log }: World, says: string, work: () => Promise<void>) {
  let running: Promise<void> | undefined;
  let again = false;
  const run = async () => {
    do {
      again = false;
      await work().catch((err: unknown) => log.warn({ err }, says));
    } while (again);
    running = undefined;
  };
  return {
    start() {
      again = true;
      running ??= run();
    },
    done: async () => {
      again = false;
      await running;
    },
  };
}
