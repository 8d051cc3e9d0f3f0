// Gives a user another password, typed or generated; his sessions end. API tokens are credentials of their own and go on: see end-sessions for all of them.
import { action } from '#action.ts';
import { alterUser, seenUser } from './alter-user.ts';
import { resetPassword as operation } from './contract.ts';
import { choosePassword, credentialOf } from './new-password.ts';
import { writeCredential } from './queries.ts';

export const resetPassword = action(operation, async (call, { id, version, password, mustChange }) => {
  const { world } = call;
  const target = await seenUser(world.db.read, { id });
  const chosen = await choosePassword(world, {
    password,
    generate: password === undefined,
    userName: target.user_name,
    mail: target.mail,
    shownName: target.shown_name,
  });
  if (!chosen) throw new Error('A password is typed or generated.');
  // A device or a program cannot choose one of its own.
  const isTemporary = mustChange ?? target.kind === 'person';
  return call.change(async (doing) => {
    const credential = credentialOf(world, chosen.hash, { mustChange: isTemporary, now: doing.now });
    const { ended } = await alterUser(doing, { id, version }, async (row) => {
      await writeCredential(doing.tx, row.no, credential);
      return { set: row.pending === 'password' ? { pending: '' } : {}, ends: 'sessions' };
    });
    return { ...chosen.shown, endsAt: credential.temporary_until, ended: { ...ended } };
  });
});
