// Changes a user's attributes, dates and owner; what is absent stays, and what is the same is no change.
// Nobody moves a user into or out of his own reach, and a user name is never changed.

import { action, type Call, type Doing, rehearsed } from '#action.ts';
import type { Definitions } from '#attributes/definition.ts';
import type { InputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { stateOf } from '#gate/gate.ts';
import { say } from '#sentences/sentence.ts';
import type { StoreRow } from '#stores/queries.ts';
import { throughStore } from '#stores/writing/through.ts';
import { isForeign, writerOf } from '#stores/writing/writer-of.ts';
import type { Writer } from '#user-store.ts';
import { type Alteration, alterUser, seenUser } from './alter-user.ts';
import { attributesChanged, checkFields, claimFields, defining, type Giving, indexAttributes, mergeAttributes } from './attributes.ts';
import { differing, profileColumns, profileOver } from './columns.ts';
import { followChangedMail } from './confirm-mail.ts';
import { updateUser as operation, type User } from './contract.ts';
import { asStored, intentFor, keepEntry, namesOf, storeOfRow, takeable, type Values, valuesThere } from './in-store.ts';
import { ownerNo } from './owner.ts';
import type { UserColumns, UserRecord } from './queries.ts';
import { refuseBinding } from './reach.ts';
import { attributesOf, factsOf } from './shown-user.ts';
import { refuseTakenMail } from './taken.ts';
import { checkDates, checkProfile } from './user.ts';

type Asked = InputOf<typeof operation>;

export const updateUser = action(operation, (call, given) => update(call, { ...given, by: 'administrator' }));

/** `by` = who changes him: an administrator, or he himself, who may change less. */
export type Given = Asked & { readonly by: Giving['by'] };

export async function update(call: Call, given: Given): Promise<User> {
  const asked = { ...given, ...checkProfile(given) };
  const { read } = call.world.db;
  const row = await seenUser(read, { id: asked.id });
  const store = await storeOfRow(read, row);
  const there = isForeign(store) ? valuesIn(store, row, giving(call, call.world.authorizer.model.attributes, { asked, row })) : nothingThere;
  const user = namesOf(there).length === 0 ? await updateHere(call, store, asked) : await updateThere(call, store, { asked, there });
  if (user.mail !== row.mail) call.world.mail.ring();
  return user;
}

async function updateHere(call: Call, store: StoreRow, asked: Given): Promise<User> {
  const { user } = await call.change((doing) =>
    alterUser(doing, asked, (row) => {
      const there = isForeign(store) ? namesOf(valuesIn(store, row, giving(call, doing.model.attributes, { asked, row }))) : [];
      // Somebody was quicker, or it would have been written there.
      if (there.length > 0) throw new Refusal('version.stale', { seen: asked.version ?? row.version, now: row.version });
      return alteration(call, doing, { asked, row });
    }),
  );
  return user;
}

/** What his store keeps is written there; everything else that was asked for is done in the change that takes it over. */
async function updateThere(call: Call, store: StoreRow, { asked, there }: { readonly asked: Given; readonly there: Values }): Promise<User> {
  await writerOf(call.world, store, namesOf(there));
  return throughStore(call, {
    store,
    async judge(doing) {
      await rehearsed(doing, (tried) => alterUser(tried, asked, (row) => alteration(call, tried, { asked, row })));
      const row = await seenUser(doing.tx, asked);
      const values = valuesIn(store, row, giving(call, doing.model.attributes, { asked, row }));
      const intent = await intentFor(doing.tx, row, { what: 'update', says: namesOf(values).join(', ') });
      return [{ intent, ask: (writer: Writer) => writer.updateUser(intent.whom, values) }];
    },
    async take(doing, [entry]) {
      if (!entry) throw new Error('A store that was written gives an entry back.');
      const stored = takeable(entry);
      const row = await seenUser(doing.tx, { id: asked.id });
      await keepEntry(doing, store, { userNo: row.no, user: stored });
      return (await alterUser(doing, { id: asked.id }, (now) => alteration(call, doing, { asked: asStored(asked, stored), row: now }))).user;
    },
  });
}

const nothingThere: Values = { profile: {}, attributes: {} };

function giving(call: Call, definitions: Definitions, { asked, row }: Updating) {
  const by: Giving = { definitions, kind: row.kind, by: asked.by, mayDefine: asked.by !== 'self' && call.reachAt(defining) === null };
  return { asked, by };
}

const valuesIn = (store: StoreRow, row: UserRecord, { asked, by }: { readonly asked: Given; readonly by: Giving }): Values =>
  valuesThere(store, row, { profile: asked, attributes: mergeAttributes(by, attributesOf(row), asked.attributes ?? {}) });

type Updating = { readonly asked: Given; readonly row: UserRecord };

async function alteration(call: Call, doing: Doing, { asked, row }: Updating): Promise<Alteration | null> {
  if (asked.userName !== undefined && asked.userName !== row.user_name) throw nameFixed();
  const definitions = doing.model.attributes;
  const { by } = giving(call, definitions, { asked, row });
  checkFields(by, profileOver(row, {}), asked);
  const before = attributesOf(row);
  const after = mergeAttributes(by, before, asked.attributes ?? {});
  const profile = profileOver(row, asked);
  const columns = { ...profileColumns(profile, row.user_name), ...(await ownAndDates(doing, { asked, row })), attributes: JSON.stringify(after) };
  const set = differing(row, columns);
  if (Object.keys(set).length === 0) return null;
  refuseBinding(doing, [...attributesChanged(before, after), ...Object.keys(set).map((column) => scopeNames[column] ?? column)]);
  if (set.mail_key !== undefined) {
    await refuseTakenMail(doing.tx, { mail: columns.mail, userNo: row.no });
    await followChangedMail(doing.tx, call.world, { row, mail: columns.mail, now: doing.now });
  }
  await indexAttributes(doing, { definitions, userNo: row.no, before, after, newId: call.world.newId });
  await claimFields(doing, definitions, { userNo: row.no, before: profileOver(row, {}), after: profile });
  return { set, ...(stopsHim(row, set, doing.now) ? { ends: 'everything' } : {}) };
}

/** Columns whose names a scope says otherwise. */
const scopeNames: Readonly<Record<string, string>> = { time_zone: 'timeZone' };

const nameFixed = () => new Refusal('user.name-fixed', {}, [{ field: 'userName', says: say('name.fixed') }]);

async function ownAndDates(doing: Doing, { asked, row }: Updating) {
  const dates = { startsAt: asked.startsAt ?? row.starts_at, endsAt: asked.endsAt ?? row.ends_at };
  checkDates(dates);
  const isSameOwner = asked.owner === undefined || asked.owner === (row.owner_id ?? '');
  return {
    starts_at: dates.startsAt,
    ends_at: dates.endsAt,
    owner_no: isSameOwner ? row.owner_no : await ownerNo(doing, { owner: asked.owner ?? '', kind: row.kind }),
  };
}

/** Dates that stop somebody who may act end what he is signed in with, so that it does not come alive again with other dates. */
function stopsHim(row: UserRecord, set: UserColumns, now: number): boolean {
  const before = factsOf(row);
  const after = { ...before, startsAt: set.starts_at ?? before.startsAt, endsAt: set.ends_at ?? before.endsAt };
  return stateOf(before, now) === 'active' && stateOf(after, now) !== 'active';
}
