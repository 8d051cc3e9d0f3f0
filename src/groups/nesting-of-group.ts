// The whole nesting around a group, up and down, from the model in memory: nearest first, and bounded. What lies outside the reach is not there, nor a way through it.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import type { Group, Model } from '#permissions/model.ts';
import { type Reach, reaches } from '#permissions/scope.ts';
import { type Nesting, nestedMax, nestingOfGroup as operation } from './contract.ts';
import { memberCounts, storesByNo } from './queries.ts';

type Stores = Awaited<ReturnType<typeof storesByNo>>;
type Edges = ReadonlyMap<number, readonly number[]>;
type Found = { readonly group: Group; readonly next: readonly Group[]; readonly more: number };

export const nestingOfGroup = action(operation, async ({ world, reach }, { id }) => {
  const { model } = world.authorizer;
  const start = model.groupById.get(id);
  if (!start) throw new Refusal('group.missing');
  const stores = await storesByNo(world.db.read);
  const seeing = { model, reach, stores };
  const [around, inside] = [walk(seeing, model.parentsOf, start), walk(seeing, model.childrenOf, start)];
  const counts = await memberCounts(world.db.read, [...new Set([...around, ...inside].map(({ group }) => group.no))]);
  const told = ([first, ...rest]: readonly Found[]): Nesting => ({
    next: (first?.next ?? []).map((group) => group.id),
    more: first?.more ?? 0,
    groups: rest.map(({ group, next, more }) => ({
      id: group.id,
      name: group.name,
      domain: stores.get(group.storeNo)?.domain ?? '',
      members: counts.get(group.no) ?? 0,
      roles: (model.grantsOfGroup.get(group.no) ?? []).length,
      next: next.map((one) => one.id),
      more,
    })),
  });
  return { around: told(around), inside: told(inside) };
});

type Seeing = { readonly model: Model; readonly reach: Reach; readonly stores: Stores };

/** Breadth first, each group once, however often it lies on the way. The first one found is the start itself. */
function walk({ model, reach, stores }: Seeing, edges: Edges, start: Group): readonly Found[] {
  const isSeen = ({ id, storeNo }: Group) => reaches(reach, { kind: 'group', id, storeId: stores.get(storeNo)?.id ?? '' });
  const known = new Map([[start.no, start]]);
  const found: Found[] = [];
  for (const group of known.values()) {
    const next = (edges.get(group.no) ?? []).flatMap((no) => model.groups.get(no) ?? []).filter(isSeen);
    for (const one of next.sort(byName)) if (known.size <= nestedMax) known.set(one.no, one);
    const kept = next.filter(({ no }) => known.has(no));
    found.push({ group, next: kept, more: next.length - kept.length });
  }
  return found;
}

const byName = (one: Group, other: Group) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1);
