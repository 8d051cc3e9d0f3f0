// Asking: a request is written inside the change that asks, one of its kind at a time, and not too many.
// Called by the actions of this room, by signups/, and by whatever lets somebody in who has to wait (askForAccount). Who may decide is judged when it is decided.
import { Refusal } from '#errors.ts';
import type { Change } from '#journal/change.ts';
import { say } from '#sentences/sentence.ts';
import { askersWordsMax, type RequestKind } from './contract.ts';
import { accountsWaitBeyond, askedLately, insertRequest } from './queries.ts';

/** Of one user, at once and within a day: whoever asks and withdraws again and again is slowed. */
const openMax = 20;
const askedInDayMax = 40;
const dayMilliseconds = 86_400_000;
/** More than anybody looks through: whoever would wait behind so many is better told so. */
const accountsWaitingMax = 5_000;

export type Asker = { readonly no: number; readonly id: string /** `DOMAIN/name`. */; readonly name: string };
type Asking = {
  readonly id: string;
  readonly kind: RequestKind;
  readonly asker: Asker;
  readonly role?: { readonly no: number; readonly name: string };
  readonly words: string;
  readonly until?: number;
};
type Open = Pick<Change, 'tx' | 'now' | 'record'>;

export async function ask({ tx, now, record }: Open, { id, kind, asker, role = { no: 0, name: '' }, words, until = 0 }: Asking): Promise<void> {
  const lately = await askedLately(tx, { userNo: asker.no, since: now - dayMilliseconds, limit: openMax + askedInDayMax });
  const open = lately.filter(({ decided_at }) => decided_at === 0);
  if (open.some((one) => one.kind === kind && one.role_no === role.no)) throw new Refusal('request.waits');
  if (open.length >= openMax) throw new Refusal('limit.reached', { max: openMax, what: say('limit.requests') });
  if (lately.length >= askedInDayMax) throw new Refusal('request.too-often');
  if (kind === 'account' && (await accountsWaitBeyond(tx, accountsWaitingMax))) throw new Refusal('sign-up.busy');
  const fresh = { decided_at: 0, decision: '', decided_by: '', says: '', given_until: 0 };
  // A text on one line, whatever door it came through.
  const said = words
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, askersWordsMax)
    .toWellFormed();
  await insertRequest(tx, { id, kind, user_no: asker.no, role_no: role.no, about: role.name, words: said, until_at: until, asked_at: now, ...fresh });
  record(imageOf(asker, { kind, about: role.name }, { before: null, after: { state: 'open', words: said, until } }));
}

/**
 * For whoever makes a user who has to wait: `pending` of his row is 'approval' already. He is let in, or goes to the recycle bin, when it is decided.
 * `words` are the asker's own, or of whoever sent him; never markup.
 */
export const askForAccount = (open: Open, { id, asker, words }: Pick<Asking, 'id' | 'asker' | 'words'>): Promise<void> =>
  ask(open, { id, kind: 'account', asker, words });

type Image = { readonly before: unknown; readonly after: unknown };

/** Filed under whoever asks, so that it stands in his journal, and is read by those who may see him. */
export const imageOf = (
  { id, name }: Pick<Asker, 'id' | 'name'>,
  { kind, about }: { readonly kind: string; readonly about: string },
  { before, after }: Image,
) => ({
  kind: 'request',
  id,
  name: `${name} · ${about || kind}`,
  before,
  after,
});
