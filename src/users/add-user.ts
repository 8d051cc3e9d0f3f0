// Adds a person, a device or a program: hashes first, then one change with everything that belongs to him, so that he is there whole or not at all.
// A scoped helper adds only users who lie within his reach; what they are given is judged by giveRoles and by the groups.
// To a store that others own he is added there first: add-user-there.ts.
import { action, type Call } from '#action.ts';
import type { InputOf, OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { ruleFor } from '#passwords/rule.ts';
import { say } from '#sentences/sentence.ts';
import { isForeign } from '#stores/writing/writer-of.ts';
import { addUserThere } from './add-user-there.ts';
import { seenBy } from './attributes.ts';
import { addUser as operation } from './contract.ts';
import { invite, refuseUninvitable } from './invite.ts';
import { choosePassword, credentialOf } from './new-password.ts';
import { insertNew, judgedAnew, judgedNew, type New } from './new-user.ts';
import { findStore, type Source, writeCredential } from './queries.ts';
import { refuseTakenName } from './taken.ts';
import { shownNameOf } from './user.ts';

type Asked = InputOf<typeof operation>;

export const addUser = action(operation, async (call, asked): Promise<OutputOf<typeof operation>> => {
  const store = await storeNamed(call.world.db.read, asked.domain);
  if (!isForeign(store)) return addUserHere(call, store.id, asked);
  if (asked.invite) throw new Refusal('invitation.not', { says: say('invitation.elsewhere', { domain: store.domain }) }, [{ field: 'invite' }]);
  return addUserThere(call, store, asked);
});

/** PRIMARY unless another is named. */
export async function storeNamed(source: Source, domain = 'PRIMARY') {
  const store = await findStore(source, domain.toLowerCase());
  if (!store) throw new Refusal('store.missing', { domain }, [{ field: 'domain' }]);
  return store;
}

async function addUserHere(call: Call, storeId: string, asked: Asked): Promise<OutputOf<typeof operation>> {
  const { world } = call;
  const { userName, password, generatePassword: generate = false, invite: isInvited = false } = asked;
  const user = judgedNew(call, asked);
  if (isInvited) refuseInviting(call, user.kind, { ...asked, mail: user.profile.mail });
  // A hash is made only if the name looks free; whether it is, is asked where nobody else can write.
  if (generate || password !== undefined) await refuseTakenName(world.db.read, { storeNo: (await storeNamed(world.db.read)).no, name: user.name });
  const { mail, shownName } = user.profile;
  const chosen = await choosePassword(world, { password, generate, userName, mail, shownName, rule: await ruleFor(world, { store: storeId }) });
  const pending = user.kind === 'person' && !chosen ? 'password' : '';
  const shown = await call.change(async (doing) => {
    const store = await storeNamed(doing.tx);
    const beside = async (no: number) => {
      if (isInvited) await invite(doing, world, { no, epoch: 0, ...invitedOf(user) });
      if (!chosen) return;
      const mustChange = asked.mustChangePassword ?? user.kind === 'person';
      await writeCredential(doing.tx, no, credentialOf(world, chosen.hash, { mustChange, now: doing.now }));
    };
    const made = await insertNew(call, doing, { ...judgedAnew(call, doing, user), pending }, { store, beside });
    return seenBy(doing.model.attributes, made, 'administrator');
  });
  if (isInvited) world.mail.ring();
  return { ...shown, ...chosen?.shown };
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
