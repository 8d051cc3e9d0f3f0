// Adds a person, a device or a program: hashes first, then one change with everything that belongs to him, so that he is there whole or not at all.
// A scoped helper adds only users who lie within his reach; what they are given is judged by giveRoles and by the groups.

import { action, type Call, type Doing } from '#action.ts';
import type { InputOf, OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { type Prepared, prepareName } from '#names/name.ts';
import { giveRoles } from '#roles/give-roles.ts';
import type { World } from '#world.ts';
import { shownNow } from './alter-user.ts';
import { type Attributes, checkFields, claimFields, defining, type Giving, indexAttributes, mergeAttributes, seenBy } from './attributes.ts';
import { profileColumns, type WholeProfile, wholeProfile } from './columns.ts';
import { changeRolesOfUser, addUser as operation } from './contract.ts';
import { joinGroups } from './join-groups.ts';
import { type Chosen, choosePassword, credentialOf } from './new-password.ts';
import { ownerNo } from './owner.ts';
import { addUserRow, findStore, type NewUserRow, type Source, writeCredential } from './queries.ts';
import { onOf, refuseOutside, refuseWithout } from './reach.ts';
import { keysOfName, refuseTakenMail, refuseTakenName } from './taken.ts';
import { checkProfile } from './user.ts';

type Asked = InputOf<typeof operation>;
/** What was asked, judged and in the form that is stored. */
type New = {
  readonly asked: Asked;
  readonly id: string;
  readonly kind: string;
  readonly name: Prepared;
  readonly profile: WholeProfile;
  readonly attributes: Attributes;
  readonly chosen: Chosen | null;
};

export const addUser = action(operation, async (call, asked): Promise<OutputOf<typeof operation>> => {
  const user = await judged(call, asked);
  const shown = await call.change((doing) => add(call, doing, user));
  return { ...shown, ...user.chosen?.shown };
});

/** Everything that needs no transaction; above all the slow hash. */
async function judged(call: Call, asked: Asked): Promise<New> {
  const { world } = call;
  const { kind = 'person', userName, password, generatePassword = false } = asked;
  const name = prepareName(userName);
  const profile = wholeProfile(checkProfile(asked));
  const own = byDefinition(call, call.world.authorizer.model.attributes, { asked, kind, profile });
  if (generatePassword || password !== undefined) await refuseEarly(world, { domain: asked.domain, name });
  const chosen = await choosePassword(world, { password, generate: generatePassword, userName: name.name, mail: profile.mail, shownName: profile.shownName });
  return { asked, id: world.newId(), kind, name, profile, attributes: own, chosen };
}

type ByDefinition = { readonly asked: Asked; readonly kind: string; readonly profile: WholeProfile };

/** Everything he has held against the definitions, in one go. Gives his free attributes in the form that is stored. */
function byDefinition(call: Call, definitions: Giving['definitions'], { asked, kind, profile }: ByDefinition): Attributes {
  const giving: Giving = { definitions, kind, by: 'adding', mayDefine: call.reachAt(defining) === null };
  checkFields(giving, {}, profile);
  return mergeAttributes(giving, {}, asked.attributes ?? {});
}

/** A hash is made only if the name looks free; whether it is, is asked where nobody else can write. */
async function refuseEarly({ db }: World, { domain, name }: { readonly domain: string | undefined; readonly name: Prepared }) {
  const store = await writableStore(db.read, domain);
  await refuseTakenName(db.read, { storeNo: store.no, name });
}

async function writableStore(source: Source, domain = 'PRIMARY') {
  const store = await findStore(source, domain.toLowerCase());
  if (!store) throw new Refusal('store.missing', { domain }, [{ field: 'domain', says: `There is no user store ${domain}.` }]);
  if (store.kind !== 'primary' || store.writable !== 1) throw new Refusal('store.read-only', { domain: store.domain });
  return store;
}

async function add(call: Call, doing: Doing, early: New) {
  const { world } = call;
  const { tx, now, model } = doing;
  const isSame = model.attributes === world.authorizer.model.attributes;
  const user = isSame ? early : { ...early, attributes: byDefinition(call, model.attributes, early) };
  const { asked, id, name } = user;
  const store = await writableStore(tx, asked.domain);
  await refuseTakenName(tx, { storeNo: store.no, name });
  await refuseTakenMail(tx, { mail: user.profile.mail, userNo: 0 });
  const no = await addUserRow(
    tx,
    { ...rowOf(user, now), store_no: store.no, owner_no: await ownerNo(doing, { owner: asked.owner ?? '', kind: user.kind }) },
    keysOfName(name),
  );
  await indexAttributes(doing, { definitions: model.attributes, userNo: no, before: {}, after: user.attributes, newId: world.newId });
  await claimFields(doing, model.attributes, { userNo: no, before: {}, after: user.profile });
  if (user.chosen)
    await writeCredential(tx, no, credentialOf(world, user.chosen.hash, { mustChange: asked.mustChangePassword ?? user.kind === 'person', now }));
  const shown = await shownNow(doing, id);
  doing.record({ kind: 'user', id, name: `${store.domain}/${name.name}`, before: null, after: shown });
  await giveMemberships(doing, { no, id, name: `${store.domain}/${name.name}` }, asked);
  return seenBy(model.attributes, shown, 'administrator');
}

function rowOf({ asked, id, kind, name, profile, attributes, chosen }: New, now: number): Omit<NewUserRow, 'store_no' | 'owner_no'> {
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
    pending: kind === 'person' && !chosen ? 'password' : '',
    state_reason: '',
    deleted_at: 0,
    revocation_epoch: 0,
    role_count: 0,
  };
}

type Added = { readonly no: number; readonly id: string; readonly name: string };

/** Groups first: a helper of a group may add users to it who come into his reach by that alone. */
async function giveMemberships(doing: Doing, added: Added, { roles = [], groups = [] }: Asked) {
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
