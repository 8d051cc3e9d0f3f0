// Settings tried before they are kept: does anybody answer, with which certificate, and how would the first entries look?
// Called by the actions of this room, and by synchronise/ for its rehearsal. Nothing is kept.
import { type Action, action, type Call, remembered } from '#action.ts';
import { admitActor } from '#admission.ts';
import type { InputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { say } from '#sentences/sentence.ts';
import { type Health, type Page, StoreFault, type UserEntry, type UserStore } from '#user-store.ts';
import { editStore, previewStore as previewing, testStore as testing } from './contract.ts';
import { foreignStore } from './found.ts';
import { keptPasswordFor } from './kept-password.ts';
import { checkSettings } from './settings.ts';
import { refusingSettings } from './usable.ts';

const sampleMax = 10;
const membersCountedMax = 10_000;

export type Tried = InputOf<typeof testing>;

/** Opens what was typed, hands it over, and closes it whatever happens. A fault of the store is an answer in words. */
export async function withTried<T>(call: Call, tried: Tried, body: (store: UserStore) => Promise<T>): Promise<T> {
  needsWhole(call);
  const store = await refusingSettings(() => openTried(call, tried));
  try {
    return await answering(() => body(store));
  } finally {
    await store.close();
  }
}

/** What goes wrong in the store is an answer in its words. */
export async function answering<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (fault) {
    if (fault instanceof StoreFault) throw new Refusal('store.fault', { says: fault.says });
    throw fault;
  }
}

async function openTried(call: Call, tried: Tried, { checksOnly = false } = {}): Promise<UserStore> {
  const { kind, settings, answerSeconds } = tried;
  const password = await passwordFor(call, tried);
  return call.world.stores.tried({ kind, settings: checkSettings(kind, settings), password, answerSeconds, checksOnly });
}

/** What is kept is used by whoever might change the store anyway: with settings of his own he reads there whatever the store lets us read. */
async function passwordFor({ world, now, actor }: Call, { id, password, ...asked }: Tried): Promise<string> {
  if (id === undefined || password !== undefined) return password ?? '';
  needsWhole(await admitActor(remembered(world, now), actor, editStore));
  return keptPasswordFor(world, await foreignStore(world.db.read, { id }), asked);
}

export const testStore: Action<typeof testing> = action(testing, async (call, asked) => {
  needsWhole(call);
  try {
    const store = await openTried(call, asked, { checksOnly: true });
    const health = await store.check().finally(() => store.close());
    return { works: true, says: call.speak(worksInWords(health)), health: shownHealth(health, call.now), certificate: health.certificate };
  } catch (fault) {
    if (!(fault instanceof StoreFault)) throw fault;
    return { works: false, says: call.speak(fault.says), health: null, certificate: fault.certificate };
  }
});

const worksInWords = ({ answeredBy: address, server, milliseconds }: Health) =>
  server === '' ? say('store.works', { address, milliseconds }) : say('store.works-as', { address, milliseconds, server });

const shownHealth = (health: Health, now: number) => ({ ...health, state: 'ok' as const, says: '', answeredAt: now, failingSince: 0 });

export const previewStore: Action<typeof previewing> = action(previewing, (call, asked) =>
  withTried(call, asked, async (store) => {
    const reading = await store.read('');
    try {
      const users = await firstOf(reading.users());
      const groups = await firstOf(reading.groups());
      return {
        users: users.entries.map(sampleOf),
        groups: await Promise.all(groups.entries.map(async ({ address, name, members }) => ({ address, name, members: await countOf(members) }))),
        skipped: [...users.skipped, ...groups.skipped].slice(0, sampleMax).map((one) => ({ ...one, says: call.speak(one.says) })),
      };
    } finally {
      await reading.close();
    }
  }),
);

async function firstOf<E>(pages: AsyncIterable<Page<E>>): Promise<Page<E>> {
  const entries: E[] = [];
  const skipped: Page<E>['skipped'][number][] = [];
  for await (const page of pages) {
    entries.push(...page.entries);
    skipped.push(...page.skipped);
    if (entries.length + skipped.length >= sampleMax) break;
  }
  return { entries: entries.slice(0, sampleMax), skipped: skipped.slice(0, sampleMax) };
}

async function countOf(members: (() => AsyncIterable<readonly string[]>) | null): Promise<number> {
  let count = 0;
  if (members)
    for await (const part of members()) {
      count += part.length;
      if (count >= membersCountedMax) break;
    }
  return count;
}

function sampleOf({ address, name, profile, attributes, disabled }: UserEntry) {
  const fields = Object.entries(profile).flatMap(([field, value]) => (value === '' ? [] : [[field, [value]] as [string, string[]]]));
  const free = Object.entries(attributes).map(([field, values]) => [field, [...values]] as [string, string[]]);
  return { address, name, shownName: profile.shownName ?? '', mail: profile.mail ?? '', disabled, values: Object.fromEntries([...fields, ...free]) };
}
