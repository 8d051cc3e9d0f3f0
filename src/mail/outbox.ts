// The outbox as administrators see it: what waits, was sent or failed, in the server's words; never what a mail says.

import { action, type Call } from '#action.ts';
import { isRowKey } from '#db/row-key.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { asKept } from '#sentences/sentence.ts';
import { listMails as listing, type Mail, retryMail as retrying } from './contract.ts';
import { mailById, mailsBefore, queueAgain } from './queries.ts';

const limitByDefault = 50;
const newest = 2 ** 31 - 1;

export const listMails = action(listing, async (call, { state, cursor, limit = limitByDefault }) => {
  needsWhole(call);
  const rows = await mailsBefore(call.world.db.read, { state, before: placeOf(cursor), limit: limit + 1 });
  const last = rows[limit - 1];
  return { items: rows.slice(0, limit).map((row) => shown(call, row)), ...(rows.length > limit && last ? { next: String(last.no) } : {}), complete: true };
});

function placeOf(cursor: string | undefined): number {
  if (cursor === undefined) return newest;
  const no = /^\d{1,10}$/.test(cursor) ? Number(cursor) : Number.NaN;
  if (!isRowKey(no)) throw new Refusal('cursor.invalid');
  return no;
}

type Listed = Awaited<ReturnType<typeof mailsBefore>>[number];

const shown = ({ now, speak }: Pick<Call, 'now' | 'speak'>, row: Listed): Mail => ({
  id: row.id,
  // Both were written by queue.ts and runner.ts.
  kind: row.kind as Mail['kind'],
  state: row.state as Mail['state'],
  to: row.address,
  user: row.user_id === null ? null : { id: row.user_id, name: row.domain === 'PRIMARY' ? (row.user_name ?? '') : `${row.domain}/${row.user_name}` },
  tries: row.tries,
  says: speak(asKept(row.says)),
  createdAt: row.created_at,
  dueAt: row.state === 'queued' ? row.due_at : 0,
  finishedAt: row.finished_at,
  mayRetry: mayRetry(row, now),
});

const mayRetry = ({ secret, ends_at }: Pick<Listed, 'secret' | 'ends_at'>, now: number): boolean => secret !== '' && now < ends_at;

export const retryMail = action(retrying, async (call, { id }) => {
  needsWhole(call);
  await call.change(async ({ tx, now, record }) => {
    const mail = await mailById(tx, id);
    if (!mail) throw new Refusal('mail.missing');
    if (!mayRetry(mail, now)) throw new Refusal('mail.over');
    await queueAgain(tx, mail.no, now);
    record({ kind: 'mail', id, name: mail.kind, before: { state: mail.state, tries: mail.tries }, after: { state: 'queued', tries: mail.tries } });
  });
  call.world.mail.ring();
  return {};
});
