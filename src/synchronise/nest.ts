// Which groups of a store lie in which, as the store says. Circles and nesting too deep, which a directory allows, are left out and noted.
// Called by take-members.ts.

import { nestingMax } from '#groups/contract.ts';
import { say } from '#sentences/sentence.ts';
import { addEdge, edgesOfStore, groupsIn, removeEdge } from './group-queries.ts';
import { inItsName, note, type Taking } from './taking.ts';

type Parent = { readonly groupNo: number; readonly id: string; readonly name: string };
type Edges = ReadonlyMap<number, ReadonlySet<number>>;

/** False = it holds the groups that it held. */
export async function changeNesting(taking: Taking, parent: Parent, children: ReadonlySet<number>): Promise<boolean> {
  const before = new Set(await groupsIn(taking.world.db.read, parent.groupNo));
  const gone = [...before].filter((no) => !children.has(no));
  const come = await fitting(
    taking,
    parent,
    [...children].filter((no) => !before.has(no)),
  );
  if (gone.length + come.length === 0) return false;
  await inItsName(taking, 'stores.take-nesting', async (open) => {
    for (const child of gone) await removeEdge(open.tx, { parent_no: parent.groupNo, child_no: child });
    for (const child of come) await addEdge(open.tx, { parent_no: parent.groupNo, child_no: child });
    const image = (nos: readonly number[]) => ({ id: parent.id, name: parent.name, groupsInIt: nos.length });
    open.record({ kind: 'group', id: parent.id, name: `${taking.store.domain}/${parent.name}`, before: image([...before]), after: image([...children]) });
    open.touchModel();
  });
  return true;
}

/** All edges of the store are looked at only where a group comes to lie in another. */
async function fitting(taking: Taking, parent: Parent, children: readonly number[]): Promise<readonly number[]> {
  if (children.length === 0) return [];
  const edges = (await edgesOfStore(taking.world.db.read, taking.store.no)).filter(({ parent_no }) => parent_no !== parent.groupNo);
  return children.filter((child) => mayLie(taking, { parent, child, edges }));
}

type Lying = { readonly parent: Parent; readonly child: number; readonly edges: readonly { readonly parent_no: number; readonly child_no: number }[] };

function mayLie(taking: Taking, { parent, child, edges }: Lying): boolean {
  const childrenOf: Edges = gathered(edges.map(({ parent_no, child_no }) => [parent_no, child_no]));
  const parentsOf: Edges = gathered(edges.map(({ parent_no, child_no }) => [child_no, parent_no]));
  const [above, below] = [depth(parentsOf, parent.groupNo), depth(childrenOf, child)];
  const says =
    child === parent.groupNo || reaches(childrenOf, child, parent.groupNo)
      ? say('taking.circle', { name: parent.name })
      : above + below + 2 > nestingMax
        ? say('taking.too-deep', { name: parent.name, max: nestingMax })
        : null;
  if (says !== null) note(taking, { address: parent.name, says });
  return says === null;
}

function gathered(pairs: readonly (readonly [number, number])[]): Edges {
  const all = new Map<number, Set<number>>();
  for (const [from, to] of pairs) all.set(from, (all.get(from) ?? new Set()).add(to));
  return all;
}

function reaches(edges: Edges, start: number, goal: number): boolean {
  const seen = new Set([start]);
  for (const no of seen) {
    if (no === goal) return true;
    for (const next of edges.get(no) ?? []) seen.add(next);
  }
  return false;
}

/** Levels beyond `start`. No circle was ever let in, so it ends; and it is cut where nesting ends. */
function depth(edges: Edges, start: number): number {
  let level: ReadonlySet<number> = new Set([start]);
  for (let steps = 0; steps <= nestingMax; steps++) {
    const next = new Set([...level].flatMap((no) => [...(edges.get(no) ?? [])]));
    if (next.size === 0) return steps;
    level = next;
  }
  return nestingMax;
}
