// who: everybody who may, a page at a time, each with the way he comes to it.
// Looks up holders of the roles that allow it, then asks the decision about each, so that it can never say more than `may`.

import { setImmediate as others } from 'node:timers/promises';
import { action, type Call } from '#action.ts';
import type { OutputOf } from '#contract.ts';
import { isRowKey } from '#db/row-key.ts';
import { Refusal } from '#errors.ts';
import { csvCell } from '#jobs/csv.ts';
import { exportWho as exportOperation, who as operation } from '#permissions/contract.ts';
import { explain } from '#permissions/explain.ts';
import { downward, effectsOf, type Model, type Node, nodeIn } from '#permissions/model.ts';
import { type On, reaches } from '#permissions/scope.ts';
import { say } from '#sentences/sentence.ts';
import { candidates, type Shown } from './queries.ts';

/** Candidates looked at for one page; then the page says that it is incomplete and where to go on. */
const lookedAtMax = 1_000;
const candidatesAtOnce = 50;
const limitDefault = 50;
const exportedAtOnce = 200;

export const who = action(operation, async (call, { permission, on, cursor, limit = limitDefault }) => {
  const { items, next, complete } = await pageOfThose(call, await askedOf(call, permission, on), { after: readCursor(cursor), limit });
  return { items, ...(next === null ? {} : { next: String(next) }), complete };
});

export const exportWho = action(exportOperation, async (call, { permission, on }) => {
  const asked = await askedOf(call, permission, on);
  const [name] = permission.split('/').slice(-1);
  return { name: `who-may-${name}.csv`, type: 'text/csv' as const, parts: inCsv(call, asked) };
});

const heads = ['user', 'domain', 'kind', 'shown name', 'role', 'through groups', 'until', 'scope', 'permission', 'inherited', 'given by'];
/** Makes Excel read it as UTF-8. */
const mark = '\uFEFF';
const line = (row: readonly string[]): string => `${row.map(csvCell).join(',')}\r\n`;

/** Made while it is sent, a page at a time. */
async function* inCsv(call: Call, asked: Asked): AsyncGenerator<string> {
  yield mark + line(heads);
  for (let after: number | null = 0; after !== null; ) {
    const page: WhoPage = await pageOfThose(call, asked, { after, limit: exportedAtOnce });
    yield page.items.map((item) => line(rowOf(item))).join('');
    after = page.next;
  }
}

const rowOf = ({ userName, domain, kind, shownName, why }: WhoPage['items'][number]): readonly string[] => [
  userName,
  domain,
  kind,
  shownName,
  why.role.name,
  why.through.map(({ name }) => name).join(' › '),
  why.until === 0 ? '' : new Date(why.until).toISOString(),
  why.scope === null ? '' : JSON.stringify(why.scope),
  why.node,
  why.inherited ? 'yes' : 'no',
  why.givenBy,
];

type Asked = { readonly node: Node; readonly on: On | undefined };

async function askedOf(call: Call, permission: string, on: string | undefined): Promise<Asked> {
  const { authorizer } = call.world;
  const node = authorizer.model.byPath.get(permission);
  if (!node) throw new Refusal('permission.missing', { path: permission }, [{ field: 'permission' }]);
  const target = on === undefined ? undefined : await authorizer.target(on, call.now);
  if (target === null || (target && !reaches(call.reach, target))) throw new Refusal('user.missing', {}, [{ field: 'on', says: say('target.missing') }]);
  return { node, on: target };
}

type WhoPage = { readonly items: OutputOf<typeof operation>['items']; readonly next: number | null; readonly complete: boolean };

async function pageOfThose(call: Call, { node, on }: Asked, { after, limit }: { readonly after: number; readonly limit: number }): Promise<WhoPage> {
  const { authorizer, db } = call.world;
  const looking = { ...holdersOf(authorizer.model, node), limit: lookedAtMax + 1 };
  const found = await candidates(db.read, { ...looking, after });
  const items: WhoPage['items'] = [];
  let last = 0;
  for (const [place, candidate] of found.slice(0, lookedAtMax).entries()) {
    if (items.length === limit) break;
    // SQLite answers at once: without a pause, a long look would keep everybody else waiting.
    if (place % candidatesAtOnce === candidatesAtOnce - 1) await others();
    last = candidate.no;
    const why = await wayOf(call, { candidate, node, on });
    if (why)
      items.push({ id: candidate.id, kind: candidate.kind, domain: candidate.domain, userName: candidate.userName, shownName: candidate.shownName, why });
  }
  const more = found.some((one) => one.no > last);
  return { items, next: more ? last : null, complete: items.length === limit || !more };
}

function readCursor(cursor = '0'): number {
  const after = /^\d{1,10}$/.test(cursor) ? Number(cursor) : Number.NaN;
  if (!isRowKey(after)) throw new Refusal('cursor.invalid');
  return after;
}

/** Roles that allow the node, and groups that hold such a role or lie in one that does. */
function holdersOf(model: Model, asked: Node) {
  const node = nodeIn(model, asked);
  const roles = node ? [...model.roles.values()].filter((role) => effectsOf(model, role)[node.index] === 1) : [];
  const numbers = new Set(roles.map((role) => role.no));
  const holding = [...model.grantsOfGroup].filter(([, grants]) => grants.some((grant) => numbers.has(grant.roleNo))).map(([group]) => group);
  return {
    roles: [...numbers],
    groups: [...new Set(holding.flatMap((group) => downward(model, group)))],
    everybody: roles.some((role) => role.builtIn === 'everyone'),
  };
}

/** Null = may not after all, or lies outside the asker's scope. */
async function wayOf(call: Call, { candidate, node, on }: { readonly candidate: Shown; readonly node: Node; readonly on: On | undefined }) {
  const { authorizer } = call.world;
  const subject = await authorizer.subject(candidate.id);
  if (!subject) return null;
  if (call.reach !== null) {
    const self = await authorizer.target(candidate.id, call.now);
    if (!self || !reaches(call.reach, self)) return null;
  }
  return explain(authorizer.model, { subject, node, now: call.now, ...(on ? { on } : {}) }).paths[0] ?? null;
}
