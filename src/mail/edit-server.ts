// Shows and changes the mail server. Its password is written and never read back, and goes only where it was given for.
import { action, type Call } from '#action.ts';
import { mail as mailForm } from '#attributes/formats.ts';
import type { OutputOf } from '#contract.ts';
import { type FieldFault, Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { seal } from '#sealing.ts';
import { say } from '#sentences/sentence.ts';
import { changeSettings } from '#settings/change.ts';
import type { World } from '#world.ts';
import { type MailSettings, mailSection, changeMail as operation, showMail as showing } from './contract.ts';
import { countMails } from './queries.ts';
import { mailboxMax } from './return-address.ts';
import { mailLacks, passwordBound } from './server.ts';

export const showMail = action(showing, (call) => shown(call));

export const changeMail = action(operation, async (call, { version, password, ...set }) => {
  needsWhole(call);
  const { world } = call;
  await call.change((doing) => {
    const before = world.settings.of(mailSection);
    const isCleared = set.user === '' || (set.user === undefined && before.user === '');
    const secret = password === undefined ? (isCleared ? '' : undefined) : password === '' ? '' : seal(world, password, passwordBound);
    return changeSettings(doing, mailSection, { version, set, ...(secret === undefined ? {} : { secret }) }, (after, was) => {
      checkServer(after);
      if (password === undefined && !isCleared) refuseElsewhere(world, after, was);
    });
  });
  return shown(call);
});

async function shown(call: Call): Promise<OutputOf<typeof showing>> {
  needsWhole(call);
  const { world } = call;
  const lacks = mailLacks(world);
  return {
    version: world.settings.versionOf(mailSection),
    settings: world.settings.of(mailSection),
    hasPassword: world.settings.secretOf(mailSection) !== '',
    ready: lacks === '',
    lacks,
    queued: await countMails(world.db.read, 'queued'),
    failed: await countMails(world.db.read, 'failed'),
  };
}

/** Where it goes, and as whom: with any of these changed, a password that was kept would be shown to somebody it was not given for. */
const places = ['host', 'port', 'security', 'user', 'authorities'] as const;

function refuseElsewhere({ settings }: Pick<World, 'settings'>, after: MailSettings, before: MailSettings): void {
  if (settings.secretOf(mailSection) === '' || places.every((place) => after[place] === before[place])) return;
  refuse([{ field: 'password', says: say('mail.password-anew') }]);
}

function checkServer({ host, from, replyTo, bounces, security, authorities }: MailSettings): void {
  const faults: FieldFault[] = [];
  if (host !== '' && !/^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?|\[?[0-9a-fA-F:.]+\]?)$/.test(host))
    faults.push({ field: 'host', says: say('mail.server-name') });
  for (const [field, address] of Object.entries({ from, replyTo, bounces })) {
    const verdict = address === '' ? null : mailForm(address);
    if (verdict && 'says' in verdict) faults.push({ field, says: verdict.says });
  }
  if (bounces.lastIndexOf('@') > mailboxMax) faults.push({ field: 'bounces', says: say('mail.bounces-long', { max: mailboxMax }) });
  if (host !== '' && from === '') faults.push({ field: 'from', says: say('mail.from-needed') });
  if (security === 'none' && host !== '' && !/^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host))
    faults.push({ field: 'security', says: say('mail.in-the-clear') });
  if (authorities !== '' && !authorities.includes('-----BEGIN CERTIFICATE-----')) faults.push({ field: 'authorities', says: say('mail.no-certificate') });
  if (faults.length > 0) refuse(faults);
}

function refuse(faults: readonly FieldFault[]): never {
  throw new Refusal('mail.settings-invalid', { says: faults.flatMap(({ says }) => says ?? []) }, faults);
}
