// A request as the contract shows it, to whoever decides and to whoever asks; and why the reader may not decide it.
// Called by the actions of this room.
import { type Call, remembered } from '#action.ts';
import { Refusal } from '#errors.ts';
import type { Request, RequestState } from './contract.ts';
import { isOpen, isStillWaiting, judge, kindOf, nameOf, type Verdict } from './judge.ts';
import type { MyRequest } from './my-contract.ts';
import { namesOfUsers, type RequestRow } from './queries.ts';

export const shownToAsker = (row: RequestRow): MyRequest => ({
  id: row.id,
  kind: kindOf(row),
  // Written by this room, by the trigger of migration 0020, and where a role is deleted.
  state: (row.decision || 'open') as RequestState,
  role: row.about,
  words: row.words,
  until: row.until_at,
  askedAt: row.asked_at,
  decidedAt: row.decided_at,
  says: row.says,
  givenUntil: row.given_until,
});

export async function shownTo(call: Call, rows: readonly RequestRow[]): Promise<Request[]> {
  const names = await namesOfUsers(call.world.db.read, [...new Set(rows.map((row) => row.decided_by).filter((id) => id !== '' && !id.startsWith('host:')))]);
  return Promise.all(rows.map(async (row) => ({ ...shown(row), decidedBy: names.get(row.decided_by) ?? row.decided_by, ...(await deciding(call, row)) })));
}

const shown = (row: RequestRow) => ({
  ...shownToAsker(row),
  asker: { id: row.user_id, name: row.domain === 'PRIMARY' ? row.user_name : nameOf(row), shownName: row.shown_name, mail: row.mail },
  terms: row.terms ?? '',
});

async function deciding(call: Call, row: RequestRow): Promise<Pick<Request, 'mayApprove' | 'mayRefuse' | 'because'>> {
  if (!isOpen(row) && !isStillWaiting(row)) return { mayApprove: false, mayRefuse: false, because: '' };
  const against = await speaksAgainst(call, row, 'approved');
  // But for what is to be given, both take the same.
  const againstRefusing = against !== null && row.kind === 'role' ? await speaksAgainst(call, row, 'refused') : against;
  return { mayApprove: against === null, mayRefuse: isOpen(row) && againstRefusing === null, because: against === null ? '' : call.speak(against.sentence) };
}

async function speaksAgainst({ world, now, actor }: Call, row: RequestRow, verdict: Verdict): Promise<Refusal | null> {
  try {
    await judge(remembered(world, now), row, { actor, verdict, until: row.until_at });
    return null;
  } catch (refused) {
    if (!(refused instanceof Refusal)) throw refused;
    return refused;
  }
}
