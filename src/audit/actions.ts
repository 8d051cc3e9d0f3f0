// audit/: reading the journal and the sign-in events, as actions.
// Called through actions.ts by every door. Knows nothing about writing either.
import { type Action, action } from '#action.ts';
import { listEvents as eventsOperation, verifyJournal as verifyOperation } from '#journal/contract.ts';
import { newestEvents } from '#journal/queries.ts';
import { openHeadKey } from '#journal/sign.ts';
import { verify } from '#journal/verify.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { exportJournal, listJournal } from './reading.ts';

const limitDefault = 50;

const verifyJournal = action(verifyOperation, async (call) => {
  needsWhole(call);
  const { faults, ...verdict } = await verify(call.world.db.read, { key: openHeadKey(call.world.config.data, call.world.config.masterKeyFile) });
  return { ...verdict, faults: faults.map(({ number, says }) => ({ number, says: call.speak(says) })) };
});

const listEvents = action(eventsOperation, async (call, { failures = false, limit = limitDefault }) => {
  needsWhole(call);
  const rows = await newestEvents(call.world.db.read, { onlyFailures: failures, limit });
  const items = rows.map((row) => ({
    at: row.at,
    outcome: row.outcome,
    network: row.network,
    door: row.door,
    count: row.count,
    user: row.user_id && row.user_name && row.domain ? { id: row.user_id, userName: row.user_name, domain: row.domain } : null,
  }));
  return { items, complete: true };
});

export const auditActions: readonly Action[] = [listJournal, exportJournal, verifyJournal, listEvents];
