// Changes a user's attributes, dates and owner; what is absent stays, and what is the same is no change.
// Nobody moves a user into or out of his own reach, and a user name is never changed.
import { action, type Call, type Doing } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { stateOf } from '#gate/gate.ts';
import { type Alteration, alterUser } from './alter-user.ts';
import { attributesChanged, checkFields, claimFields, defining, type Giving, indexAttributes, mergeAttributes } from './attributes.ts';
import { differing, profileColumns, type WholeProfile } from './columns.ts';
import { updateUser as operation } from './contract.ts';
import { ownerNo } from './owner.ts';
import type { UserColumns, UserRecord } from './queries.ts';
import { refuseBinding } from './reach.ts';
import { attributesOf, factsOf } from './shown-user.ts';
import { refuseTakenMail } from './taken.ts';
import { checkDates, checkProfile, shownNameOf } from './user.ts';

type Asked = InputOf<typeof operation>;

export const updateUser = action(operation, async (call, given) => {
  const asked = { ...given, ...checkProfile(given) };
  const { user } = await call.change((doing) => alterUser(doing, asked, (row) => alteration(call, doing, { asked, row })));
  return user;
});

type Updating = { readonly asked: Asked; readonly row: UserRecord };

async function alteration(call: Call, doing: Doing, { asked, row }: Updating): Promise<Alteration | null> {
  if (asked.userName !== undefined && asked.userName !== row.user_name) throw nameFixed();
  const definitions = doing.model.attributes;
  const giving: Giving = { definitions, kind: row.kind, by: 'administrator', mayDefine: call.reachAt(defining) === null };
  checkFields(giving, profileOf(row, {}), asked);
  const before = attributesOf(row);
  const after = mergeAttributes(giving, before, asked.attributes ?? {});
  const profile = profileOf(row, asked);
  const columns = { ...profileColumns(profile, row.user_name), ...(await ownAndDates(doing, { asked, row })), attributes: JSON.stringify(after) };
  const set = differing(row, columns);
  if (Object.keys(set).length === 0) return null;
  refuseBinding(doing, [...attributesChanged(before, after), ...Object.keys(set).map((column) => scopeNames[column] ?? column)]);
  if (set.mail_key !== undefined) await refuseTakenMail(doing.tx, { mail: columns.mail, userNo: row.no });
  await indexAttributes(doing, { definitions, userNo: row.no, before, after, newId: call.world.newId });
  await claimFields(doing, definitions, { userNo: row.no, before: profileOf(row, {}), after: profile });
  return { set, ...(stopsHim(row, set, doing.now) ? { ends: 'everything' } : {}) };
}

/** Columns whose names a scope says otherwise. */
const scopeNames: Readonly<Record<string, string>> = { time_zone: 'timeZone' };

const nameFixed = () => new Refusal('user.name-fixed', {}, [{ field: 'userName', says: 'A user name cannot be changed. Change the shown name instead.' }]);

/** A shown name that only repeated his other names follows them. */
function profileOf(row: UserRecord, asked: Omit<Asked, 'id'>): WholeProfile {
  const own = { givenName: row.given_name, familyName: row.family_name };
  const isDerived = row.shown_name === shownNameOf(own, row.user_name);
  return {
    givenName: asked.givenName ?? row.given_name,
    familyName: asked.familyName ?? row.family_name,
    shownName: asked.shownName ?? (isDerived ? '' : row.shown_name),
    mail: asked.mail ?? row.mail,
    phone: asked.phone ?? row.phone,
    organisation: asked.organisation ?? row.organisation,
    country: asked.country ?? row.country,
    language: asked.language ?? row.language,
    timeZone: asked.timeZone ?? row.time_zone,
  };
}

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
