// A store was rebuilt: the same people under new ids. Says who is whom, for certain or not, and keeps that as a plan. Nothing is changed.
// A name that comes back may be somebody else (rule 4): that is why a person looks at this, and why those who administer are named first.
import { type Action, action, type Call, remembered } from '#action.ts';
import { admitActor } from '#admission.ts';
import { Refusal } from '#errors.ts';
import type { ActShown, Plan } from '#jobs/contract.ts';
import { beginPlan, type Planning } from '#jobs/plan.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { foreignStore } from '#stores/found.ts';
import { type StoreRow, stateOf } from '#stores/queries.ts';
import { answering } from '#stores/try-store.ts';
import type { EntryKind, Reading } from '#user-store.ts';
import { listUsers } from '#users/contract.ts';
import { rehearseRelink as operation } from '../contract.ts';
import { entriesOf } from './entries.ts';
import { administering, type Judging, judge, powerfulOf } from './judge.ts';
import { type Found, matches } from './match.ts';

/** A store that takes longer is not matched by halves: whoever was not read would seem to be nobody. Over a connection no answer may take longer; on the host nobody waits for one. */
const secondsMax = { host: 3_600, connection: 45 } as const;
/** Administrators who are named with the plan. */
const namedMax = 50;

export const rehearseRelink: Action<typeof operation> = action(operation, async (call, { id, by, reason = '' }) => {
  needsWhole(call);
  const { world, now, actor } = call;
  // A plan names users, and is shown to nobody else.
  await admitActor(remembered(world, now), actor, listUsers);
  const store = await foreignStore(world.db.read, { id });
  const open = store.enabled === 1 ? await world.stores.of(store.no) : null;
  if (!open) throw new Refusal('store.disabled', { domain: store.domain });
  const planning = await beginPlan(call, { act: actOf(store, { by, reason }) });
  return answering(async () => {
    const reading = await open.read('');
    try {
      return await rehearse(call, { store, reading, planning, by });
    } finally {
      await reading.close();
    }
  });
});

const actOf = ({ id, domain }: StoreRow, { by, reason }: { readonly by: Rehearsing['by']; readonly reason: string }): ActShown => ({
  do: 'relink',
  reason,
  role: null,
  from: 0,
  until: 0,
  scope: null,
  job: '',
  relink: { store: id, domain, by },
});

type Rehearsing = { readonly store: StoreRow; readonly reading: Reading; readonly planning: Planning; readonly by: Judging['by'] };

async function rehearse(call: Call, { store, reading, planning, by }: Rehearsing) {
  const { world, actor, now } = call;
  const source = remembered(world, now);
  const admission = await admitActor(source, actor, operation);
  const judging: Judging = { source, actor, admission, powerful: powerfulOf(source.model), domain: store.domain, by };
  const since = (await stateOf(world.db.read, store.no))?.finished_at ?? 0;
  const inTime = limit(call, store.domain);
  const named: Plan['administering'] = [];
  let administrators = 0;
  for (const kind of ['user', 'group'] as const) {
    const entries = await entriesOf({ reading, domain: store.domain, by, inTime }, kind);
    for await (const part of matches({ db: world.db.read, storeNo: store.no, kind, by, since }, entries)) {
      inTime();
      const { rows, powerful } = await judged(judging, kind, part);
      await planning.add(rows);
      administrators += powerful.length;
      named.push(...powerful.slice(0, namedMax - named.length));
    }
  }
  return planning.finish({ administrators, administering: named });
}

function limit({ world, actor }: Call, domain: string): () => void {
  const seconds = actor.kind === 'host' ? secondsMax.host : secondsMax.connection;
  const until = world.now() + seconds * 1_000;
  return () => {
    if (world.now() > until) throw new Refusal('store.slow', { domain, seconds });
  };
}

async function judged(judging: Judging, kind: EntryKind, part: readonly Found[]) {
  const nos = part.flatMap((one) => (one.is === 'match' ? [one.row.no] : []));
  const administer = await administering(judging, { kind, nos });
  const isPowerful = (one: Found) => one.is === 'match' && administer.has(one.row.no);
  const rows = await Promise.all(part.map((one) => judge(judging, kind, one, isPowerful(one))));
  const powerful = rows
    .filter(({ verdict }, index) => verdict === 'change' && part[index] !== undefined && isPowerful(part[index]))
    .map(({ object_id: id, name }) => ({ kind, id, name }));
  return { rows, powerful };
}
