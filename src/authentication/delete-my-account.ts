// Deleting one's own account: with the password shown again, and a second factor shown in this session, so that a stolen one deletes nobody. At once, or once it is approved.
// Read by actions.ts. What may be asked for is requests/'s to say; the last administrator stays (rule 18).
import { action, type Call } from '#action.ts';
import { Refusal } from '#errors.ts';
import { ask } from '#requests/ask.ts';
import { deletionOf } from '#requests/deletion.ts';
import { deleteMyAccount as operation } from '#requests/my-contract.ts';
import { tell } from '#requests/tell.ts';
import { alterUser } from '#users/alter-user.ts';
import { whoIs } from '#users/my-profile.ts';
import { provedAnew } from './proved-anew.ts';
import { type CredentialRow, readCredential } from './queries.ts';
import { readLanguage } from './recovery-queries.ts';

export const deleteMyAccount = action(operation, async (call, { current, reason = '' }) => {
  const way = await wayFor(call);
  const { user } = await provedAnew(call, current);
  if (way === 'free') await putAway(call, user);
  else await askFirst(call, user, reason);
  call.world.mail.ring();
  return { deleted: way === 'free' };
});

async function wayFor(call: Call): Promise<'free' | 'approval'> {
  const { world, actor } = call;
  whoIs(call);
  if (actor.kind !== 'user' || actor.via !== 'session') throw new Refusal('deletion.session-needed');
  const user = await readCredential(world.db.read, actor.no);
  if (!user) throw new Refusal('auth.required');
  if (user.store_kind !== 'primary') throw new Refusal('deletion.elsewhere', { domain: user.domain });
  const way = deletionOf(world, user.store_kind);
  if (way === 'off') throw new Refusal('deletion.not-offered');
  return way;
}

const putAway = ({ world, change }: Call, user: CredentialRow) =>
  change(async (doing) => {
    const { tx, now } = doing;
    const row = { ...user, kind: 'deletion', user_no: user.no, about: '', language: await readLanguage(tx, user.no) };
    await tell(tx, world, { row, verdict: 'approved', says: '', until: 0, now });
    await alterUser(doing, { id: user.id }, () => ({ set: { deleted_at: now }, ends: 'everything' }));
  });

const askFirst = ({ world, change }: Call, { no, id, domain, user_name }: CredentialRow, words: string) =>
  change((doing) => ask(doing, { id: world.newId(), kind: 'deletion', asker: { no, id, name: `${domain}/${user_name}` }, words }));
