// Changing one's own profile: a new mail address is a new way to a new password, so it is asked for with the password of now; a stolen session changes none.
// Read by actions.ts. What may be changed is users/'s to say.
import { action, type Call } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { updateMyProfile as operation } from '#users/my-contract.ts';
import { updateOwn, whoIs } from '#users/my-profile.ts';
import { mailKeyOf } from '#users/user.ts';
import { provedByOwn } from './proved-anew.ts';
import { readCredential } from './queries.ts';

export const updateMyProfile = action(operation, async (call, { current = '', ...asked }) => {
  await proveForMail(call, { current, mail: mailIn(asked) });
  return updateOwn(call, asked);
});

/** Null = it stays; an empty list takes it away, and the way back in with it. */
const mailIn = ({ values: { mail } }: Pick<InputOf<typeof operation>, 'values'>): string | null => (mail === undefined ? null : (mail[0] ?? ''));

async function proveForMail(call: Call, { current, mail }: { readonly current: string; readonly mail: string | null }): Promise<void> {
  const { world, actor } = call;
  const user = await readCredential(world.db.read, whoIs(call).no);
  if (!user || actor.kind !== 'user') throw new Refusal('auth.required');
  if (mail === null || mailKeyOf(mail) === mailKeyOf(user.mail)) return;
  await provedByOwn(call, user, { actor, current });
}
