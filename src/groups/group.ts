// Groups: users gathered under a name, nested in one another; who is in a group holds what it and the groups around it were given (rule 8).
// Called by the actions of this room. Pure: here are the rules that need nothing but the model.
// Does not know who may do any of this, nor the database.
import { Refusal } from '#errors.ts';
import { type Grant, type Model, upward } from '#permissions/model.ts';
import { hasEnded } from '#roles/giving.ts';
import { nestingMax } from './contract.ts';

/** What somebody gets by being put into this group: its own roles and those of the groups around it, unless they have ended. */
export const givenThrough = (model: Model, groupNo: number, now: number): readonly Grant[] =>
  upward(model, groupNo).flatMap((no) => (model.grantsOfGroup.get(no) ?? []).filter((grant) => !hasEnded(grant, now)));

/** Ids of the groups one is in, and of the roles one holds, by being in this group: what scopes may ask about. */
export function idsThrough(model: Model, groupNo: number, now: number): ReadonlySet<string> {
  const groups = upward(model, groupNo).flatMap((no) => model.groups.get(no)?.id ?? []);
  const roles = givenThrough(model, groupNo, now).flatMap(({ roleNo }) => model.roles.get(roleNo)?.id ?? []);
  return new Set([...groups, ...roles]);
}

type Edge = { readonly parent: number; readonly child: number };

export const isNested = ({ childrenOf }: Model, { parent, child }: Edge): boolean => (childrenOf.get(parent) ?? []).includes(child);

/** Throws `group.cycle` with the way that would close, or `group.too-deep`. */
export function checkNesting(model: Model, { parent, child }: Edge): void {
  const way = wayUp(model, parent, child);
  if (way) {
    const path = [child, ...way]
      .reverse()
      .map((no) => model.groups.get(no)?.name ?? '')
      .join(' › ');
    throw new Refusal('group.cycle', { group: model.groups.get(child)?.name ?? '', path });
  }
  if (longest(model.parentsOf, parent) + longest(model.childrenOf, child) + 2 > nestingMax) throw new Refusal('group.too-deep', { max: nestingMax });
}

/** From `start` upward to `goal`; null when it does not lie around it. */
function wayUp({ parentsOf }: Model, start: number, goal: number): readonly number[] | null {
  const ways: (readonly number[])[] = [[start]];
  const seen = new Set([start]);
  for (const way of ways) {
    const last = way.at(-1);
    if (last === goal) return way;
    for (const next of last === undefined ? [] : (parentsOf.get(last) ?? [])) {
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return null;
}

/** Steps of the longest way from a group along these edges. There is no circle, so it ends. */
function longest(edges: ReadonlyMap<number, readonly number[]>, start: number): number {
  const known = new Map<number, number>();
  const steps = (no: number): number => {
    const before = known.get(no);
    if (before !== undefined) return before;
    const found = Math.max(0, ...(edges.get(no) ?? []).map((next) => steps(next) + 1));
    known.set(no, found);
    return found;
  };
  return steps(start);
}

/** The model with one nesting more, or one less. */
export const withEdge = (model: Model, { parent, child }: Edge): Model => ({
  ...model,
  parentsOf: changed(model.parentsOf, child, (parents) => [...parents, parent]),
  childrenOf: changed(model.childrenOf, parent, (children) => [...children, child]),
});
export const withoutEdge = (model: Model, { parent, child }: Edge): Model => ({
  ...model,
  parentsOf: changed(model.parentsOf, child, (parents) => parents.filter((one) => one !== parent)),
  childrenOf: changed(model.childrenOf, parent, (children) => children.filter((one) => one !== child)),
});

/** The model without these roles of one group, as far as members of it are concerned. */
export const withoutGrants = (model: Model, no: number, roleIds: ReadonlySet<string>): Model => ({
  ...model,
  grantsOfGroup: new Map(model.grantsOfGroup).set(
    no,
    (model.grantsOfGroup.get(no) ?? []).filter(({ roleNo }) => !roleIds.has(model.roles.get(roleNo)?.id ?? '')),
  ),
});

/** The model without a group: nothing is held through it, nor through what it lies in. */
export const withoutGroup = (model: Model, no: number): Model => {
  const groups = new Map(model.groups);
  groups.delete(no);
  const cut = (model.childrenOf.get(no) ?? []).reduce((left, child) => withoutEdge(left, { parent: no, child }), model);
  return { ...cut, groups };
};

const changed = (edges: ReadonlyMap<number, readonly number[]>, no: number, change: (known: readonly number[]) => readonly number[]) =>
  new Map(edges).set(no, change(edges.get(no) ?? []));
