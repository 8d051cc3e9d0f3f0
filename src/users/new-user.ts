// A new user as he was asked for: judged, put into his rows, and given his groups and roles. In PRIMARY, and in a store that others own once it has him.
// Called by add-user and add-user-there inside a change; the judging also before it, for a quick answer.
import type { Call, Doing } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { type Prepared, prepareName } from '#names/name.ts';
import { giveRoles } from '#roles/give-roles.ts';
import { shownNow } from './alter-user.ts';
import { type Attributes, checkFields, claimFields, defining, type Giving, indexAttributes, mergeAttributes } from './attributes.ts';
import { profileColumns, type WholeProfile, wholeProfile } from './columns.ts';
import { changeRolesOfUser, type addUser as operation, type User } from './contract.ts';
import { joinGroups } from './join-groups.ts';
import { addUserRow, type NewUserRow } from './new-user-queries.ts';
import { ownerNo } from './owner.ts';
import { type NewCredential, type StoreRow, writeCredential } from './queries.ts';
import { onOf, refuseOutside, refuseWithout } from './reach.ts';
import { shownUser } from './shown-user.ts';
import { keysOfName, refuseTakenMail, refuseTakenName } from './taken.ts';
import { checkProfile } from './user.ts';

type Asked = InputOf<typeof operation>;
/** Where he is added, and what his adder may define by it; also whoever adds himself, who is no actor yet. */
export type Adding = Pick<Call, 'world' | 'reachAt'>;
/** What was asked, judged and in the form that is stored. */
export type New = {
  readonly asked: Asked;
  readonly id: string;
  readonly kind: string;
  readonly name: Prepared;
  readonly profile: WholeProfile;
  readonly attributes: Attributes;
  readonly pending: string;
};

/** Everything that needs no transaction, but for his password. */
export function judgedNew(call: Adding, asked: Asked): New {
  const { kind = 'person', userName } = asked;
  const name = prepareName(userName);
  const profile = wholeProfile(checkProfile(asked));
  return {
    asked,
    id: call.world.newId(),
    kind,
    name,
    profile,
    attributes: byDefinition(call, call.world.authorizer.model.attributes, { asked, kind, profile }),
    pending: '',
  };
}

/** By the definitions of this transaction. */
export function judgedAnew(call: Adding, { model }: Doing, early: New): New {
  const isSame = model.attributes === call.world.authorizer.model.attributes;
  return isSame ? early : { ...early, attributes: byDefinition(call, model.attributes, early) };
}

/** Everything he has held against the definitions, in one go. Gives his free attributes in the form that is stored. */
function byDefinition(call: Adding, definitions: Giving['definitions'], { asked, kind, profile }: Pick<New, 'asked' | 'kind' | 'profile'>): Attributes {
  const giving: Giving = { definitions, kind, by: 'adding', mayDefine: call.reachAt(defining) === null };
  checkFields(giving, {}, profile);
  return mergeAttributes(giving, {}, asked.attributes ?? {});
}

export type Place = {
  readonly store: Pick<StoreRow, 'no' | 'domain'>;
  /** What he signs in with, where his store says so itself. */
  readonly keys?: readonly string[];
  readonly credential?: NewCredential | null;
  /** What else belongs to his row, before he is given anything. He is read back after it. */
  readonly beside?: ((userNo: number) => Promise<void>) | undefined;
};

export async function insertNew(call: Pick<Adding, 'world'>, doing: Doing, user: New, place: Place): Promise<User> {
  const { tx, now, model } = doing;
  const { store, keys = keysOfName(user.name), credential = null, beside } = place;
  const { asked, id, name } = user;
  await refuseTakenName(tx, { storeNo: store.no, name });
  await refuseTakenMail(tx, { mail: user.profile.mail, userNo: 0 });
  const owner_no = await ownerNo(doing, { owner: asked.owner ?? '', kind: user.kind });
  const row = { ...rowOf(user, now), store_no: store.no, owner_no };
  const no = await addUserRow(tx, row, keys);
  await indexAttributes(doing, { definitions: model.attributes, userNo: no, before: {}, after: user.attributes, newId: call.world.newId });
  await claimFields(doing, model.attributes, { userNo: no, before: {}, after: user.profile });
  if (credential) await writeCredential(tx, no, credential);
  await beside?.(no);
  const shown = beside ? await shownNow(doing, id) : shownNew(row, { domain: store.domain, owner: asked.owner ?? '', credential }, now);
  const qualified = `${store.domain}/${name.name}`;
  doing.record({ kind: 'user', id, name: qualified, before: null, after: shown });
  await giveMemberships(doing, { no, id, name: qualified }, asked);
  return shown;
}

function rowOf({ asked, id, kind, name, profile, attributes, pending }: New, now: number): Omit<NewUserRow, 'store_no' | 'owner_no'> {
  return {
    id,
    version: 1,
    kind,
    user_name: name.name,
    name_key: name.key,
    ...profileColumns(profile, name.name),
    attributes: JSON.stringify(attributes),
    created_at: now,
    changed_at: now,
    starts_at: asked.startsAt ?? 0,
    ends_at: asked.endsAt ?? 0,
    disabled_at: asked.disabled ? now : 0,
    store_disabled_at: 0,
    locked_at: 0,
    locked_until: 0,
    pending,
    state_reason: '',
    deleted_at: 0,
    revocation_epoch: 0,
    role_count: 0,
  };
}

type Beside = { readonly domain: string; readonly owner: string; readonly credential: NewCredential | null };

/** As reading him back would show him; `add-user.test.ts` holds both against each other. Nobody is added to a store that is not enabled. */
function shownNew(row: NewUserRow, { domain, owner, credential }: Beside, now: number): User {
  const { changed_at: password_changed_at = null, must_change = null, temporary_until = null } = credential ?? {};
  const joined = { domain, store_id: '', store_enabled: 1, owner_id: owner, last_sign_in_at: 0 };
  return shownUser({ ...row, ...joined, password_changed_at, must_change, temporary_until }, now);
}

type Added = { readonly no: number; readonly id: string; readonly name: string };

/** Groups first: a helper of a group may add users to it who come into his reach by that alone. */
export async function giveMemberships(doing: Doing, added: Added, { roles = [], groups = [] }: Pick<Asked, 'roles' | 'groups'>) {
  if (doing.reach === null && roles.length === 0 && groups.length === 0) return;
  await joinGroups(doing, { ...added, kind: 'user', on: await onOf(doing, added.id) }, groups);
  const on = await onOf(doing, added.id);
  refuseOutside(doing, on);
  if (roles.length > 0) refuseWithout(doing, changeRolesOfUser.needs, on);
  await giveRoles(
    doing,
    { ...added, kind: 'user', on },
    roles.map(({ scope = null, ...given }) => ({ ...given, scope })),
  );
}
