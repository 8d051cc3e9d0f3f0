// Who am I, what may I do here, and until when: what a console draws itself from.
// Called by actions.ts. Asks the authorizer's own functions; decides nothing.
import { type Action, action, type Call } from '#action.ts';
import { coveredBy } from '#permissions/contain.ts';
import { reachOf } from '#permissions/decide.ts';
import type { Node } from '#permissions/model.ts';
import { csrfOf } from './bearers.ts';
import { me } from './contract.ts';
import { readSession, sessionsOf } from './queries.ts';
import { userOf, userRow } from './whose.ts';

type Reaching = 'open' | 'scoped' | 'none';

export type Rights = { readonly permissions: string[]; readonly denied: string[]; readonly scoped: string[] };

/** The shortest lists that say it all: a node stands in one only where it differs from the node above it. */
export function rightsIn(nodes: readonly Node[], reaching: (node: Node) => Reaching): Rights {
  const rights: Rights = { permissions: [], denied: [], scoped: [] };
  const known: Reaching[] = [];
  for (const node of nodes) {
    const [own, above] = [reaching(node), known[node.parent] ?? 'none'];
    known[node.index] = own;
    if (own === above) continue;
    (own === 'open' ? rights.permissions : own === 'scoped' ? rights.scoped : rights.denied).push(node.path);
  }
  const shortestFirst = (one: string, other: string) => one.length - other.length || (one < other ? -1 : 1);
  return { permissions: rights.permissions.sort(shortestFirst), denied: rights.denied.sort(shortestFirst), scoped: rights.scoped.sort(shortestFirst) };
}

function rightsOf({ world, actor, subject, now }: Call): Rights {
  if (!subject || actor.kind !== 'user') return { permissions: [], denied: [], scoped: [] };
  const roles = world.authorizer.inForce(subject, now);
  return rightsIn(world.authorizer.model.nodes, (node) => {
    if (!coveredBy(actor.narrowed, node.path)) return 'none';
    const reach = reachOf(roles, node);
    return reach === null ? 'open' : reach.length > 0 ? 'scoped' : 'none';
  });
}

async function sessionOf({ world, actor, now }: Call) {
  if (actor.kind !== 'user' || actor.via !== 'session') return { csrf: '', session: null };
  const row = await readSession(world.db.read, actor.viaId);
  // The session is the viewer’s own; the user he views as has nothing of it.
  if (row && actor.viewer) return { csrf: csrfOf(row.secret_hash), session: null };
  const shown = (await sessionsOf(world.db.read, { userNo: actor.no, now, idleSince: 0 })).find(({ id }) => id === actor.viaId);
  if (!row || !shown) return { csrf: '', session: null };
  const session = {
    id: row.id,
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
    endsAt: row.ends_at,
    network: shown.network,
    browser: shown.browser,
    current: true,
  };
  return { csrf: csrfOf(row.secret_hash), session };
}

async function viewingOf({ world, actor }: Call) {
  if (actor.kind !== 'user' || !actor.viewer) return null;
  const { viewing, endsAt, id: viewer } = actor.viewer;
  const { id, user_name: userName, shown_name: shownName } = await userRow(world.db.read, viewer);
  return { id: viewing, by: { id, userName, shownName }, endsAt };
}

export const meActions: readonly Action[] = [
  action(me, async (call) => {
    const row = await userRow(call.world.db.read, userOf(call).id);
    const { id, kind, domain, user_name: userName, shown_name: shownName, mail } = row;
    const passwordKeptIn = row.store_kind === 'primary' || row.store_writable === 1 ? '' : domain;
    const user = { id, kind, domain, userName, shownName, mail, passwordKeptIn };
    return { user, ...rightsOf(call), ...(await sessionOf(call)), viewing: await viewingOf(call) };
  }),
];
