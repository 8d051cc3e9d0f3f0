// Sessions as their user and administrators see them: listed and ended, never their secrets.
// Called by actions.ts. Does not know how a session starts.
import { type Action, action, type Call, type Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { endMySession, endSession, mySessions, sessionsOfUser } from './contract.ts';
import { qualifiedNameOf, sessionsOf, takeSession } from './queries.ts';
import { noOf, refuseNarrowed, userOf } from './whose.ts';

const hourMilliseconds = 3_600_000;

async function listed({ world, actor, now }: Call, userNo: number) {
  const idleSince = now - world.config.sessionIdleHoursMax * hourMilliseconds;
  const rows = await sessionsOf(world.db.read, { userNo, now, idleSince });
  return {
    items: rows.map((row) => ({
      id: row.id,
      startedAt: row.started_at,
      lastSeenAt: row.last_seen_at,
      endsAt: row.ends_at,
      network: row.network,
      browser: row.browser,
      current: actor.kind === 'user' && actor.viaId === row.id,
    })),
  };
}

async function endIn({ tx, record }: Doing, { id, userNo, userId }: { readonly id: string; readonly userNo: number; readonly userId: string }) {
  const was = await takeSession(tx, { id, userNo });
  if (!was) throw new Refusal('session.missing');
  record({
    kind: 'session',
    id: userId,
    name: `${await qualifiedNameOf(tx, userNo)} · ${was.browser}`,
    before: { session: { id, name: was.browser }, startedAt: was.started_at, network: was.network },
    after: null,
  });
}

export const sessionsActions: readonly Action[] = [
  action(mySessions, (call) => listed(call, userOf(call).no)),
  action(endMySession, async (call, { session }) => {
    refuseNarrowed(call, session);
    const { no, id } = userOf(call);
    await call.change((doing) => endIn(doing, { id: session, userNo: no, userId: id }));
    call.world.bearers.forget(session);
    return {};
  }),
  action(sessionsOfUser, async (call, { id }) => listed(call, await noOf(call, id))),
  action(endSession, async (call, { id, session }) => {
    const userNo = await noOf(call, id);
    await call.change((doing) => endIn(doing, { id: session, userNo, userId: id }));
    call.world.bearers.forget(session);
    return {};
  }),
];
