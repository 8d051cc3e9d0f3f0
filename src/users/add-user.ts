// Adds a person, a device or a program: hashes first, then one change with everything that belongs to him, so that he is there whole or not at all.
// A scoped helper adds only users who lie within his reach; what they are given is judged by giveRoles and by the groups.
// To a store that others own he is added there first: add-user-there.ts.
import { action, type Call } from '#action.ts';
import type { InputOf, OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { ruleFor } from '#passwords/rule.ts';
import { isForeign } from '#stores/writing/writer-of.ts';
import { addUserThere } from './add-user-there.ts';
import { seenBy } from './attributes.ts';
import { addUser as operation } from './contract.ts';
import { choosePassword, credentialOf } from './new-password.ts';
import { insertNew, judgedAnew, judgedNew } from './new-user.ts';
import { findStore, type Source, writeCredential } from './queries.ts';
import { refuseTakenName } from './taken.ts';

type Asked = InputOf<typeof operation>;

export const addUser = action(operation, async (call, asked): Promise<OutputOf<typeof operation>> => {
  const store = await storeNamed(call.world.db.read, asked.domain);
  return isForeign(store) ? addUserThere(call, store, asked) : addUserHere(call, store.id, asked);
});

async function storeNamed(source: Source, domain = 'PRIMARY') {
  const store = await findStore(source, domain.toLowerCase());
  if (!store) throw new Refusal('store.missing', { domain }, [{ field: 'domain' }]);
  return store;
}

async function addUserHere(call: Call, storeId: string, asked: Asked): Promise<OutputOf<typeof operation>> {
  const { world } = call;
  const { userName, password, generatePassword: generate = false } = asked;
  const user = judgedNew(call, asked);
  // A hash is made only if the name looks free; whether it is, is asked where nobody else can write.
  if (generate || password !== undefined) await refuseTakenName(world.db.read, { storeNo: (await storeNamed(world.db.read)).no, name: user.name });
  const { mail, shownName } = user.profile;
  const chosen = await choosePassword(world, { password, generate, userName, mail, shownName, rule: await ruleFor(world, { store: storeId }) });
  const pending = user.kind === 'person' && !chosen ? 'password' : '';
  const shown = await call.change(async (doing) => {
    const store = await storeNamed(doing.tx);
    const beside = async (no: number) => {
      if (!chosen) return;
      const mustChange = asked.mustChangePassword ?? user.kind === 'person';
      await writeCredential(doing.tx, no, credentialOf(world, chosen.hash, { mustChange, now: doing.now }));
    };
    const made = await insertNew(call, doing, { ...judgedAnew(call, doing, user), pending }, { store, beside });
    return seenBy(doing.model.attributes, made, 'administrator');
  });
  return { ...shown, ...chosen?.shown };
}
