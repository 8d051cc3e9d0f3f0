// Adds a person, a device or a program: hashes first, then one change with everything that belongs to him, so that he is there whole or not at all.
// A scoped helper adds only users who lie within his reach; what they are given is judged by giveRoles and by the groups.
// To a store that others own he is added there first: add-user-there.ts.
import { action, type Call, type Doing } from '#action.ts';
import type { InputOf, OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { ruleFor } from '#passwords/rule.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { addUserThere } from './add-user-there.ts';
import { seenBy } from './attributes.ts';
import { addUser as operation } from './contract.ts';
import { invite, refuseUninvitable } from './invite.ts';
import { type Chosen, choosePassword, credentialOf } from './new-password.ts';
import { insertNew, judgedAnew, judgedNew, type New } from './new-user.ts';
import { findStore, type Source } from './queries.ts';
import { refuseTakenName } from './taken.ts';
import { shownNameOf } from './user.ts';

type Asked = InputOf<typeof operation>;

const primary = 'PRIMARY';

export const addUser = action(operation, async (call, asked): Promise<OutputOf<typeof operation>> => {
  const { domain = primary } = asked;
  // Nothing need be read to know that PRIMARY is ours, and nothing but PRIMARY is.
  if (domain.toLowerCase() === primary.toLowerCase()) return addUserHere(call, asked);
  const store = await storeNamed(call.world.db.read, domain);
  if (asked.invite) throw new Refusal('invitation.not', { says: say('invitation.elsewhere', { domain: store.domain }) }, [{ field: 'invite' }]);
  return addUserThere(call, store, asked);
});

/** PRIMARY unless another is named. */
export async function storeNamed(source: Source, domain = primary) {
  const store = await findStore(source, domain.toLowerCase());
  if (!store) throw new Refusal('store.missing', { domain }, [{ field: 'domain' }]);
  return store;
}

async function addUserHere(call: Call, asked: Asked): Promise<OutputOf<typeof operation>> {
  const { world } = call;
  const user = judgedNew(call, asked);
  const { invite: isInvited = false } = asked;
  if (isInvited) refuseInviting(call, user.kind, { ...asked, mail: user.profile.mail });
  const chosen = await passwordOf(world, user);
  const pending = user.kind === 'person' && !chosen ? 'password' : '';
  const add = async (doing: Doing) => {
    const store = await storeNamed(doing.tx);
    const mustChange = asked.mustChangePassword ?? user.kind === 'person';
    const credential = chosen && credentialOf(world, chosen.hash, { mustChange, now: doing.now });
    const beside = isInvited ? async (no: number) => void (await invite(doing, world, { no, epoch: 0, ...invitedOf(user) })) : undefined;
    const made = await insertNew(call, doing, { ...judgedAnew(call, doing, user), pending }, { store, credential, beside });
    return seenBy(doing.model.attributes, made, 'administrator');
  };
  const shown = await call.change(add, { repeatable: true });
  if (isInvited) world.mail.ring();
  return { ...shown, ...chosen?.shown };
}

/** A hash is made only if the name looks free; whether it is, is asked where nobody else can write. */
async function passwordOf(world: World, { asked, name, profile: { mail, shownName } }: New): Promise<Chosen | null> {
  const { userName, password, generatePassword: generate = false } = asked;
  if (!generate && password === undefined) return null;
  const store = await storeNamed(world.db.read);
  await refuseTakenName(world.db.read, { storeNo: store.no, name });
  return choosePassword(world, { password, generate, userName, mail, shownName, rule: await ruleFor(world, { store: store.id }) });
}

const invitedOf = ({ name, profile }: New) => ({
  userName: name.name,
  shownName: shownNameOf(profile, name.name),
  mail: profile.mail,
  language: profile.language,
});

/** An invitation takes the place of a password. */
function refuseInviting({ world }: Call, kind: string, { password, generatePassword, mail }: Asked & { readonly mail: string }): void {
  if (password !== undefined || generatePassword) throw new Refusal('invitation.not', { says: say('invitation.or-password') }, [{ field: 'invite' }]);
  refuseUninvitable(world, { kind, mail });
}
