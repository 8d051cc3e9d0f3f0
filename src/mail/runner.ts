// The runner: sends what waits in the outbox, on whichever node has the lease of a mail; another sends it when the lease ends. A server that is down delays
// mails and loses none: each is tried again, later and later, until its link has ended.
// Started by main.ts. What became of a mail is noted after the server took it: a node that dies in between leaves it to be sent twice, under the same Message-ID.
import { type Rounds, whenRung } from '#bell.ts';
import { say, toKeep } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { type MailKind, type MailLanguage, mailSection } from './contract.ts';
import { dueMail, leaseMail, type MailRow, readTemplate, removeMail, settleMail } from './queries.ts';
import { momentInWords, valuesOf } from './queue.ts';
import { returnAddress } from './return-address.ts';
import { mailServer, sendsMail, siteOf } from './server.ts';
import { MailFault, openPostman, type Postman } from './smtp.ts';
import { type Letter, letterOf, ownWording } from './templates.ts';

const lookMilliseconds = 1_000;
/** Longer than any letter takes. */
const leaseMilliseconds = 5 * 60_000;
const againMilliseconds = 15_000;
const againMillisecondsMax = 60 * 60_000;

/** One for each version of the settings: what was changed counts for the next mail. */
type Open = { readonly version: number; readonly postman: Postman };

/** A letter that the server is still looking at when this process stops is waited for so long, and then left for another time. */
const graceByDefault = 5_000;

export function runMails(world: World, { graceMilliseconds = graceByDefault } = {}): Rounds {
  const owner = world.newId();
  let open: Open | undefined;
  const postman = async (): Promise<Postman> => {
    const version = world.settings.versionOf(mailSection);
    if (open?.version === version) return open.postman;
    open?.postman.close();
    open = { version, postman: await openPostman(world, mailServer(world)) };
    return open.postman;
  };
  const trouble = (err: unknown) => world.log.warn({ err }, 'mails wait: the database gave trouble');
  const rounds = whenRung(world.mail, { lookMilliseconds, round: (stop) => sendDue(world, { owner, postman, stop }).catch(trouble) });
  return {
    async stop() {
      const late = setTimeout(() => open?.postman.close(true), graceMilliseconds);
      await rounds.stop();
      clearTimeout(late);
      open?.postman.close();
    },
  };
}

type Running = { readonly owner: string; readonly postman: () => Promise<Postman>; readonly stop: AbortSignal };

/** Until none is due, or the server gives trouble: then one at a time is tried, a look apart. */
async function sendDue(world: World, running: Running): Promise<void> {
  while (!running.stop.aborted && sendsMail(world)) {
    const now = world.now();
    const due = await dueMail(world.db.read, now);
    const mail = due && (await world.db.write((tx) => leaseMail(tx, due.no, { owner: running.owner, now, until: now + leaseMilliseconds })));
    if (!mail || !(await sendOne(world, running, mail))) return;
  }
}

/** False = the server is not to be had just now. */
async function sendOne(world: World, { owner, postman }: Running, mail: MailRow): Promise<boolean> {
  const settle = (set: Parameters<typeof settleMail>[1]['set']) => world.db.write((tx) => settleMail(tx, { no: mail.no, owner, set }));
  if (mail.address === '') {
    await world.db.write((tx) => removeMail(tx, mail.no));
    return true;
  }
  try {
    const letter = await letterFor(world, mail);
    const says = await (await postman()).send({ id: mail.id, to: mail.address, ...returning(world, mail), letter, now: world.now() });
    await settle({ state: 'sent', says: toKeep(say('as-is', { says })), secret: '', finished_at: world.now() });
    world.log.info({ mail: mail.id, kind: mail.kind }, 'mail sent');
    return true;
  } catch (fault) {
    const known = fault instanceof MailFault ? fault : null;
    if (!known) world.log.error({ err: fault, mail: mail.id }, 'a mail could not be made');
    else world.log.warn({ mail: mail.id, kind: mail.kind, says: known.message }, 'mail not sent');
    await settle(notSent(world, mail, known));
    return known?.final ?? true;
  }
}

function returning({ settings, config }: World, mail: MailRow): { readonly returnTo?: string } {
  const { bounces } = settings.of(mailSection);
  return bounces === '' ? {} : { returnTo: returnAddress(config, bounces, mail) };
}

/** Its secret stays while its link is good, so that it can be sent again once the address or the server is mended. */
function notSent(world: World, { tries, ends_at }: MailRow, fault: MailFault | null) {
  const now = world.now();
  const says = toKeep(fault?.says ?? say('mail.our-fault'));
  const due_at = now + againIn(tries, world.random(1).readUInt8(0) / 255);
  return fault?.final || due_at >= ends_at ? { state: 'failed', says, finished_at: now } : { says, due_at };
}

/** 15 s, then twice as long each time, up to an hour; a fifth more or less, so that not all come at once. */
export const againIn = (tries: number, chance: number): number =>
  Math.round(Math.min(againMillisecondsMax, againMilliseconds * 2 ** Math.min(tries - 1, 20)) * (0.8 + 0.4 * chance));

async function letterFor(world: World, mail: MailRow): Promise<Letter> {
  // Written by queue.ts.
  const { kind, language } = mail as { readonly kind: MailKind; readonly language: MailLanguage };
  const kept = await readTemplate(world.db.read, { kind, language });
  const wording = kept ? { subject: kept.subject, text: kept.body, html: kept.html } : ownWording(kind, language);
  const { link, ...values } = valuesOf(world, mail);
  const there = { site: siteOf(world), until: momentInWords(mail.ends_at), ...(link === undefined ? {} : { link: `${world.config.baseUrl}${link}` }) };
  return letterOf(wording, { ...values, ...there }, { kind, language });
}
