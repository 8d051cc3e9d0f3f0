// Which groups of a store lie in which, as the store says. Circles and nesting too deep, which a directory allows, are left out and noted.
// Called by take-members.ts.
import { nestingMax } from '#groups/contract.ts';
import { addEdge, edgesOfStore, removeEdge } from './queries.ts';
import { inItsName, note, type Taking } from './taking.ts';

type Parent = { readonly groupNo: number; readonly id: string; readonly name: string };
type Edges = ReadonlyMap<number, ReadonlySet<number>>;

export async function changeNesting(taking: Taking, parent: Parent, children: ReadonlySet<number>): Promise<void> {
  const edges = await edgesOfStore(taking.world.db.read, taking.store.no);
  const before = new Set(edges.filter(({ parent_no }) => parent_no === parent.groupNo).map(({ child_no }) => child_no));
  const gone = [...before].filter((no) => !children.has(no));
  const others = edges.filter(({ parent_no }) => parent_no !== parent.groupNo);
  const come = [...children].filter((no) => !before.has(no) && mayLie(taking, { parent, child: no, edges: others }));
  if (gone.length + come.length === 0) return;
  await inItsName(taking, 'stores.take-nesting', async (open) => {
    for (const child of gone) await removeEdge(open.tx, { parent_no: parent.groupNo, child_no: child });
    for (const child of come) await addEdge(open.tx, { parent_no: parent.groupNo, child_no: child });
    const image = (nos: readonly number[]) => ({ id: parent.id, name: parent.name, groupsInIt: nos.length });
    open.record({ kind: 'group', id: parent.id, name: `${taking.store.domain}/${parent.name}`, before: image([...before]), after: image([...children]) });
    open.touchModel();
  });
}

type Lying = { readonly parent: Parent; readonly child: number; readonly edges: readonly { readonly parent_no: number; readonly child_no: number }[] };

function mayLie(taking: Taking, { parent, child, edges }: Lying): boolean {
  const childrenOf: Edges = gathered(edges.map(({ parent_no, child_no }) => [parent_no, child_no]));
  const parentsOf: Edges = gathered(edges.map(({ parent_no, child_no }) => [child_no, parent_no]));
  const [above, below] = [depth(parentsOf, parent.groupNo), depth(childrenOf, child)];
  const says =
    child === parent.groupNo || reaches(childrenOf, child, parent.groupNo)
      ? `A group that lies in ${parent.name} holds it as well: this circle is left out.`
      : above + below + 2 > nestingMax
        ? `Groups may be nested ${nestingMax} deep; what lies deeper in ${parent.name} is left out.`
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
