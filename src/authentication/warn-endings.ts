// Mails to those whose password ends soon: one for each password, in small batches, and never so many at once that others wait behind them.
// Looked at by housekeeping.ts now and then, on every node. Which rule holds for whom, passwords/ says. Does not send.
import { gate } from '#gate/gate.ts';
import { waitBeyond } from '#mail/queries.ts';
import { mailLanguageOf, queueMail } from '#mail/queue.ts';
import { returnOf } from '#mail/return-queries.ts';
import { sendsMail } from '#mail/server.ts';
import { endingSpans, endToWarnOf, ruleFor } from '#passwords/rule.ts';
import { passwordRules } from '#passwords/rule-contract.ts';
import type { World } from '#world.ts';
import { factsOf } from './authenticate.ts';
import { claimWarning, type Ending, unwarnedIn } from './ending-queries.ts';
import { type CredentialRow, insertEvent, readCredential } from './queries.ts';
import { readLanguage } from './recovery-queries.ts';

const hourMilliseconds = 3_600_000;
/** With more than `waitingMax` in the outbox a mail that somebody waits for would come late: the rest is left for the next look. */
const usual = { atOnce: 50, waitingMax: 200 };
type Pace = typeof usual;
/** Between two searches through all of them. */
const searchMilliseconds = 6 * hourMilliseconds;

export type Warner = { look(stop?: AbortSignal): Promise<void> };

/** Remembers how far the search has come, so that a look goes on where the one before had to stop. */
export function warnerOf(world: World, pace: Pace = usual): Warner {
  let [searchedAt, search]: [number, Search | null] = [0, null];
  return {
    async look(stop) {
      const rules = world.settings.of(passwordRules);
      if (rules.warnDays === 0 || !rules.warnByMail || !sendsMail(world)) return;
      const now = world.now();
      if (search === null && now - searchedAt < searchMilliseconds) return;
      if (search === null) [searchedAt, search] = [now, { spans: [...endingSpans(rules, now)], from: null }];
      if (await goThrough(world, search, { ...pace, stop })) search = null;
    },
  };
}

type Search = { readonly spans: { readonly after: number; readonly until: number }[]; from: Ending | null };

/** False = there is more, for another look. */
async function goThrough(world: World, search: Search, { atOnce, waitingMax, stop }: Pace & { readonly stop: AbortSignal | undefined }): Promise<boolean> {
  for (let span = search.spans[0]; span; span = search.spans[0]) {
    if (stop?.aborted || (await waitBeyond(world.db.read, waitingMax))) return false;
    const found = await unwarnedIn(world.db.read, span, { from: search.from, limit: atOnce }).execute();
    await warn(world, found);
    search.from = found.at(-1) ?? null;
    if (found.length === atOnce) continue;
    search.spans.shift();
    search.from = null;
  }
  return true;
}

type Warned = { readonly ending: Ending; readonly user: CredentialRow; readonly end: number };

async function warn(world: World, found: readonly Ending[]): Promise<void> {
  const judged = await Promise.all(found.map((ending) => judge(world, ending)));
  const warned = judged.filter((one) => one !== null);
  if (warned.length === 0) return;
  await world.db.write(async (tx) => {
    for (const one of warned) if (await claimWarning(tx, one.ending, world.now())) await writeWarning(tx, world, one);
  });
  world.mail.ring();
}

/** By the rule that holds for him now. Null = he is not warned. */
async function judge(world: World, ending: Ending): Promise<Warned | null> {
  const [user, now] = [await readCredential(world.db.read, ending.user_no), world.now()];
  if (user?.store_kind !== 'primary' || user.kind !== 'person' || user.mail === '' || gate(factsOf(user), { now }) !== null) return null;
  if (await returnOf(world.db.read, { userNo: user.no, address: user.mail })) return null;
  const rule = await ruleFor(world, { store: user.store_id, user: user.id });
  const end = endToWarnOf(world, rule, { changedAt: ending.changed_at, now });
  return end === 0 ? null : { ending, user, end };
}

async function writeWarning(tx: Parameters<typeof queueMail>[0], world: World, { user, end }: Warned): Promise<void> {
  const now = world.now();
  const values = { name: user.shown_name, userName: user.user_name, link: '/account#my-password' };
  const language = mailLanguageOf(world, await readLanguage(tx, user.no));
  await queueMail(tx, world, { kind: 'passwordEnds', userNo: user.no, address: user.mail, language, values, endsAt: end, now });
  await insertEvent(tx, { at: now, outcome: 'password-ends', userNo: user.no, network: '', door: 'job' });
}
