// Telling whoever asked what was decided, by mail in his language. Called inside the change that decides, also by authentication/ where nobody has to; ring `world.mail` after the commit.
import type { Tx } from '#db/tables.ts';
import type { MailKind } from '#mail/contract.ts';
import { mailLanguageOf, momentInWords, queueMail } from '#mail/queue.ts';
import { sendsMail } from '#mail/server.ts';
import type { World } from '#world.ts';
import type { RequestKind } from './contract.ts';
import { kindOf, type Verdict } from './judge.ts';
import type { RequestRow } from './queries.ts';

const dayMilliseconds = 86_400_000;
/** News that is older is none. */
const goodForDays = 3;
const unsaid = '–';

const kinds: Readonly<Record<RequestKind, Readonly<Record<Verdict, MailKind>>>> = {
  account: { approved: 'accountApproved', refused: 'accountRefused' },
  role: { approved: 'roleApproved', refused: 'roleRefused' },
  deletion: { approved: 'deletionApproved', refused: 'deletionRefused' },
};

type Told = Pick<RequestRow, 'kind' | 'user_no' | 'user_name' | 'shown_name' | 'mail' | 'language' | 'about'>;
type Telling = { readonly row: Told; readonly verdict: Verdict; readonly says: string; readonly until: number; readonly now: number };

export async function tell(tx: Tx, world: World, { row, verdict, says, until, now }: Telling): Promise<void> {
  if (row.mail === '' || !sendsMail(world)) return;
  const kind = kinds[kindOf(row)][verdict];
  const values = { name: row.shown_name, userName: row.user_name, role: row.about, words: says || unsaid, ends: until > 0 ? momentInWords(until) : unsaid };
  const link = kind === 'accountApproved' ? { link: '/sign-in' } : {};
  const endsAt = now + goodForDays * dayMilliseconds;
  const language = mailLanguageOf(world, row.language);
  await queueMail(tx, world, { kind, userNo: row.user_no, address: row.mail, language, values: { ...values, ...link }, endsAt, now });
}
