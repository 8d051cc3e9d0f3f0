// Gives a user another password, typed or generated; his sessions end. API tokens are credentials of their own and go on: see end-sessions for all of them.
// The password of somebody from a store that others own is set there, and never kept here.
import { action, type Call, type Doing, rehearsed } from '#action.ts';
import type { InputOf, OutputOf } from '#contract.ts';
import { refuseUsed } from '#passwords/history.ts';
import { keepHash } from '#passwords/queries.ts';
import { type Rule, ruleFor } from '#passwords/rule.ts';
import type { StoreRow } from '#stores/queries.ts';
import { throughStore } from '#stores/writing/through.ts';
import { isForeign, writerOf } from '#stores/writing/writer-of.ts';
import type { Writer } from '#user-store.ts';
import { alterUser, type Receipt, seenUser } from './alter-user.ts';
import { resetPassword as operation } from './contract.ts';
import { intentFor, storeOfRow } from './in-store.ts';
import { choosePassword, choosePasswordText, credentialOf, type Wanted } from './new-password.ts';
import { type UserRecord, writeCredential } from './queries.ts';

type Asked = InputOf<typeof operation>;
type Answer = OutputOf<typeof operation>;
type Resetting = { readonly asked: Asked; readonly wanted: Wanted /** A device or a program cannot choose one of its own. */; readonly mustChange: boolean };

export const resetPassword = action(operation, async (call, asked) => {
  const { read } = call.world.db;
  const target = await seenUser(read, { id: asked.id });
  const store = await storeOfRow(read, target);
  const { mustChange = target.kind === 'person' } = asked;
  const rule = await ruleFor(call.world, { store: store.id, user: target.id });
  const resetting = { asked, wanted: wantedOf(target, asked, rule), mustChange };
  return isForeign(store) ? resetThere(call, store, resetting) : resetHere(call, resetting);
});

const wantedOf = ({ user_name, mail, shown_name }: UserRecord, { password }: Asked, rule: Rule): Wanted => ({
  rule,
  password,
  generate: password === undefined,
  userName: user_name,
  mail,
  shownName: shown_name,
});

async function resetHere(call: Call, { asked, wanted, mustChange }: Resetting): Promise<Answer> {
  const { world } = call;
  const chosen = await choosePassword(world, wanted);
  if (wanted.password !== undefined)
    await refuseUsed(world, { userNo: (await seenUser(world.db.read, asked)).no, password: wanted.password, rule: wanted.rule });
  if (!chosen) throw new Error('A password is typed or generated.');
  return call.change(async (doing) => {
    const credential = credentialOf(world, chosen.hash, { mustChange, now: doing.now });
    const { ended } = await alterUser(doing, asked, async (row) => {
      await keepHash(doing.tx, row.no, { keep: wanted.rule.historyLength });
      await writeCredential(doing.tx, row.no, credential);
      return { set: row.pending === 'password' ? { pending: '' } : {}, ends: 'sessions' };
    });
    return { ...chosen.shown, endsAt: credential.temporary_until, ended: { ...ended } };
  });
}

/** When one that must be changed dies, the store decides. */
async function resetThere(call: Call, store: StoreRow, { asked, wanted, mustChange }: Resetting): Promise<Answer> {
  await writerOf(call.world, store);
  const chosen = choosePasswordText(call.world, wanted);
  if (!chosen) throw new Error('A password is typed or generated.');
  const endHis = (doing: Doing, seen: Pick<Asked, 'id' | 'version'>): Promise<Receipt> => alterUser(doing, seen, () => ({ set: {}, ends: 'sessions' }));
  return throughStore(call, {
    store,
    secrets: [chosen.text],
    async judge(doing) {
      await rehearsed(doing, (tried) => endHis(tried, asked));
      const intent = await intentFor(doing.tx, await seenUser(doing.tx, asked), { what: 'password', says: 'password' });
      return [{ intent, ask: (writer: Writer) => writer.setPassword(intent.whom, chosen.text, { mustChange }) }];
    },
    async take(doing) {
      const { ended } = await endHis(doing, { id: asked.id });
      return { ...chosen.shown, endsAt: 0, ended: { ...ended } };
    },
  });
}
