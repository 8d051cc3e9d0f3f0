// A link by which somebody sets another password himself: the administrator hands it over, says its code, or it is sent. Nobody but he ever knows the password.
// Called through actions.ts. Following it is authentication/'s to know; it asks there again whether he who made it may (rule 15).
import { action, type Call, type Doing } from '#action.ts';
import { actorId } from '#actor.ts';
import type { InputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { linkSection } from '#mail/contract.ts';
import { codeOfLink } from '#mail/link.ts';
import { removeLinks } from '#mail/link-queries.ts';
import { newLink } from '#mail/links.ts';
import { mailLanguageOf, queueMail } from '#mail/queue.ts';
import { sendsMail } from '#mail/server.ts';
import { say } from '#sentences/sentence.ts';
import { isForeign, writerOf } from '#stores/writing/writer-of.ts';
import type { World } from '#world.ts';
import { seenUser } from './alter-user.ts';
import { storeOfRow } from './in-store.ts';
import { codePage, makeRecoveryLink as operation } from './mail-contract.ts';
import type { UserRecord } from './queries.ts';
import { qualifiedName, shownUser } from './shown-user.ts';
import { mailKeyOf } from './user.ts';

const minuteMilliseconds = 60_000;

export const makeRecoveryLink = action(operation, async (call, asked) => {
  const { world } = call;
  const store = await storeOfRow(world.db.read, await seenUser(world.db.read, asked));
  // Where passwords cannot be written, no link could set one.
  if (isForeign(store)) await writerOf(world, store);
  const made = await call.change(async (doing) => {
    const row = await seenUser(doing.tx, asked);
    refuseUnable(world, row, { now: doing.now, by: asked.by });
    return make(doing, call, { row, by: asked.by });
  });
  if (asked.by === 'mail') world.mail.ring();
  return made;
});

type By = InputOf<typeof operation>['by'];

function refuseUnable(world: World, row: UserRecord, { now, by }: { readonly now: number; readonly by: By }): void {
  if (row.kind !== 'person') throw new Refusal('recovery.not', { says: say('recovery.persons') });
  if (row.domain === 'PRIMARY' && row.password_changed_at === null) throw new Refusal('recovery.not', { says: say('recovery.no-password') });
  if (shownUser(row, now).state !== 'active') throw new Refusal('recovery.not', { says: say('recovery.not-active') });
  if (by !== 'mail') return;
  if (row.mail === '') throw new Refusal('recovery.not', { says: say('recovery.no-mail') });
  if (!sendsMail(world)) throw new Refusal('mail.not-set-up', { says: say('mail.server-needed') });
}

type Making = { readonly row: UserRecord; readonly by: By };

/** The one before is worth nothing any more. Only what goes by mail shows that the address is his, and is bound to it. */
async function make({ tx, now, record }: Doing, { world, actor }: Call, { row, by }: Making) {
  const endsAt = now + world.settings.of(linkSection).recoveryMinutes * minuteMilliseconds;
  const mail = by === 'mail' ? row.mail : '';
  const { no, revocation_epoch: epoch, password_changed_at: changedAt } = row;
  await removeLinks(tx, { userNo: no, purposes: ['handed'] });
  const user = { no, epoch, credentialAt: changedAt ?? 0, mail, mailKey: mail === '' ? '' : mailKeyOf(mail) };
  const text = await newLink(tx, world, { purpose: 'handed', user, browser: '', now, endsAt, madeBy: actorId(actor) });
  const link = `/recover/handed?link=${text}`;
  record({ kind: 'user', id: row.id, name: qualifiedName(row), before: { recovery: null }, after: { recovery: { to: mail, endsAt } } });
  const { baseUrl } = world.config;
  if (by === 'hand') return { link: `${baseUrl}${link}`, code: codeOfLink(text), codeAt: `${baseUrl}${codePage}`, to: '', endsAt };
  const values = { name: row.shown_name, userName: row.user_name, link };
  await queueMail(tx, world, { kind: 'handed', userNo: no, address: mail, language: mailLanguageOf(world, row.language), values, endsAt, now });
  return { to: mail, endsAt };
}
