// Takes a report in that a mail came back: marks the mail as returned, and the address of its user as one that mails come back from.
// Believed only with a mark of ours that fits the mail and whom it went to, of a mail sent lately, and if it failed for good: a forged one harms nobody else.
import { action, type Doing } from '#action.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { takeReport as operation } from './contract.ts';
import { type Report, reportIn } from './delivery-report.ts';
import { type MailRow, mailById } from './queries.ts';
import { isMark, markedIn } from './return-address.ts';
import { holderOf, markReturned, writeReturn } from './return-queries.ts';

const dayMilliseconds = 86_400_000;
/** Mail servers give up after five days (RFC 5321 §4.5.4.1). */
const latelyDays = 10;
const foreign = { outcome: 'foreign', id: '', says: '' } as const;

export const takeReport = action(operation, async (call, { report: message, to }) => {
  needsWhole(call);
  const { world } = call;
  const report = await reportIn(message);
  const marked = report && markedBy(report, to);
  if (!report || !marked) return foreign;
  const about = await mailById(world.db.read, marked.id);
  if (!about || !isMark(world.config, about, marked.mark) || !isLately(about, call.now)) return foreign;
  const { failure } = report;
  if (failure === null) return { outcome: 'passing', id: about.id, says: '' } as const;
  if (about.state === 'sent') await call.change((doing) => take(doing, about.id, failure.says));
  return { outcome: 'returned', id: about.id, says: failure.says } as const;
});

const markedBy = ({ to }: Report, given = '') => [given, ...to].map(markedIn).find((marked) => marked !== null);

const isLately = ({ state, finished_at }: MailRow, now: number): boolean =>
  (state === 'sent' || state === 'returned') && now - finished_at < latelyDays * dayMilliseconds;

/** Once, however often the report comes. */
async function take({ tx, now, record }: Doing, id: string, says: string): Promise<void> {
  const mail = await mailById(tx, id);
  if (mail?.state !== 'sent') return;
  await markReturned(tx, { no: mail.no, says });
  record({ kind: 'mail', id, name: mail.kind, before: { state: 'sent' }, after: { state: 'returned' } });
  const user = await holderOf(tx, { userNo: mail.user_no, address: mail.address });
  if (!user) return;
  await writeReturn(tx, { userNo: user.no, address: mail.address, at: now, says });
  record({ kind: 'user', id: user.id, name: `${user.domain}/${user.user_name}`, before: { mailComesBack: false }, after: { mailComesBack: true } });
}
