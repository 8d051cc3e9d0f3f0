// What is taken: a user name within its store, and a name that is somebody's mail, or a mail that is somebody's name (rule 5).
// Called by add-user and update-user, early for a quick answer and again inside the change, where nobody else can write. Names of deleted users count too.

import { Refusal } from '#errors.ts';
import { nameKeyOf, type Prepared } from '#names/name.ts';
import { type Said, say } from '#sentences/sentence.ts';
import { holderOfMail, holderOfName, holderOfNameAnywhere, type Source } from './queries.ts';
import { mailKeyOf } from './user.ts';

/** Everything that signs him in by name: a name that looks like a mail address counts in both spellings of its domain. */
export const keysOfName = ({ name, key }: Prepared): readonly string[] => (name.includes('@') ? [...new Set([key, mailKeyOf(name)])] : [key]);

type Wanted = { readonly storeNo: number; readonly name: Prepared };

export async function refuseTakenName(source: Source, { storeNo, name }: Wanted): Promise<void> {
  const keys = keysOfName(name);
  const holder = await holderOfName(source, storeNo, keys);
  if (holder) throw nameTaken(name.name, holder.deleted_at > 0 ? say('taken.by-deleted') : '');
  if (name.name.includes('@') && (await holderOfMail(source, keys, 0))) throw nameTaken(name.name, say('taken.as-mail'));
}

export const nameTaken = (name: string, by: Said): Refusal => new Refusal('user.name-taken', { name, by }, [{ field: 'userName' }]);

/** `userNo` is his own row key, since his name may be his mail; 0 = not made yet. */
export async function refuseTakenMail(source: Source, { mail, userNo }: { readonly mail: string; readonly userNo: number }): Promise<void> {
  if (mail === '') return;
  const keys = [...new Set([mailKeyOf(mail), nameKeyOf(mail)])];
  if (await holderOfNameAnywhere(source, keys, userNo)) throw new Refusal('mail.taken', { mail }, [{ field: 'mail' }]);
}
