// Adds a user to a store that others own: there first, then here, as the store has him. What it does not keep (dates, owner, roles, other attributes) is Reeve's own.
// Called by add-user.ts.

import { type Call, type Doing, rehearsed } from '#action.ts';
import type { InputOf, OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { ruleFor } from '#passwords/rule.ts';
import { say } from '#sentences/sentence.ts';
import { type StoreRow, storeByNo } from '#stores/queries.ts';
import { type Intent, objectOfMember, objectOfName } from '#stores/writing/intent.ts';
import { userOfEntry } from '#stores/writing/queries.ts';
import { type Step, throughStore } from '#stores/writing/through.ts';
import { writerOf } from '#stores/writing/writer-of.ts';
import type { NewEntry, UserEntry, Whom } from '#user-store.ts';
import type { World } from '#world.ts';
import { seenBy } from './attributes.ts';
import type { addUser as operation, User } from './contract.ts';
import { followNew } from './follow-new.ts';
import { groupsThere } from './groups-there.ts';
import { asStored, keepEntry, keptOf, namesOf, takeable } from './in-store.ts';
import type { Mapped } from './mapped.ts';
import { type ChosenText, choosePasswordText } from './new-password.ts';
import { insertNew, judgedAnew, judgedNew, type New } from './new-user.ts';
import { nameTaken } from './taken.ts';

type Asked = InputOf<typeof operation>;
type Adding = { readonly store: StoreRow; readonly user: New; readonly chosen: ChosenText | null };
/** Null = put into a group. */
type Answer = UserEntry | null;

export async function addUserThere(call: Call, { no, domain }: Pick<StoreRow, 'no' | 'domain'>, asked: Asked): Promise<OutputOf<typeof operation>> {
  const { world } = call;
  const store = await storeByNo(world.db.read, no);
  if (!store) throw new Refusal('store.missing', { domain });
  await writerOf(world, store);
  const user = judgedNew(call, asked);
  const { password, generatePassword: generate = false, userName } = asked;
  const chosen = choosePasswordText(world, {
    password,
    generate,
    userName,
    mail: user.profile.mail,
    shownName: user.profile.shownName,
    rule: await ruleFor(world, { store: store.id }),
  });
  const adding = { store, user, chosen };
  const shown = await throughStore<Doing, Answer, User>(call, {
    store,
    secrets: chosen ? [chosen.text] : [],
    async judge(doing) {
      await rehearsed(doing, (tried) => insertNew(call, tried, judgedAnew(call, tried, user), { store }));
      return stepsOf(world, doing, adding);
    },
    take: (doing, [entry, ...joined]) => taken(call, doing, { ...adding, entry: entry ?? null, joined: joined.length }),
  });
  return { ...seenBy(world.authorizer.model.attributes, shown, 'administrator'), ...chosen?.shown };
}

async function stepsOf(world: World, { tx }: Doing, { store, user, chosen }: Adding): Promise<readonly Step<Answer>[]> {
  const entry = newEntryOf({ store, user, chosen });
  const name = `${store.domain}/${entry.name}`;
  const says = [...namesOf(entry), ...(chosen ? ['password'] : [])].join(', ');
  const whom: Whom = { key: '', address: '', name: entry.name };
  const intent: Intent = { what: 'add', object: objectOfName(user.name.key), userId: user.id, whom, name, says };
  const joins = (await groupsThere(tx, store, user.asked.groups ?? [])).map(
    (group): Step<Answer> => ({
      intent: { ...intent, what: 'join', object: objectOfMember(group.id, user.id), groupId: group.id, says: group.name },
      async ask(writer, [made]) {
        if (made) await writer.addMember(group.whom, { key: made.key, address: made.address, name: made.name });
        return null;
      },
    }),
  );
  const add: Step<Answer> = {
    intent,
    async ask(writer) {
      // Adding twice is no fault of a store's: whoever is there already must not be taken for the new one.
      if (await (await world.stores.of(store.no))?.find({ name: entry.name })) throw nameTaken(entry.name, say('taken.in-store', { domain: store.domain }));
      return writer.addUser(entry);
    },
  };
  return [add, ...joins];
}

function newEntryOf({ store, user, chosen }: Adding): NewEntry {
  const { asked, name, kind, profile, attributes } = user;
  const values = keptOf(store, { profile, attributes }, { field: (field) => profile[field] !== '', attribute: (one) => Object.hasOwn(attributes, one) });
  const mustChange = chosen !== null && (asked.mustChangePassword ?? kind === 'person');
  return { name: name.name, ...values, password: chosen?.text ?? null, mustChange };
}

type Taking = Adding & { readonly entry: Answer /** So many of the groups of his store have him. */; readonly joined: number };

async function taken(call: Call, doing: Doing, { store, user, entry, joined }: Taking): Promise<User> {
  if (!entry) throw new Error('A store that was given a user gives his entry back.');
  const stored = takeable(entry);
  const there = await groupsThere(doing.tx, store, user.asked.groups ?? []);
  const missed = new Set(there.slice(joined).map(({ id }) => id));
  const asked = { ...user.asked, groups: (user.asked.groups ?? []).filter((id) => !missed.has(id)) };
  const made = storedUser({ ...judgedAnew(call, doing, user), asked }, stored);
  const known = await userOfEntry(doing.tx, { storeNo: store.no, key: stored.key });
  // Synchronising was quicker.
  if (known) return followNew(call, doing, made, { store, known });
  return insertNew(call, doing, made, { store, keys: stored.identifiers, beside: (userNo) => keepEntry(doing, store, { userNo, user: stored }) });
}

function storedUser(user: New, stored: Mapped): New {
  const { attributes } = asStored({ attributes: user.attributes }, stored);
  return { ...user, name: { name: stored.entry.name, key: stored.nameKey }, profile: { ...user.profile, ...stored.profile }, attributes };
}
