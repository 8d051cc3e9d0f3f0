// What somebody may after a change and not before, and the other way round: the uppermost nodes, judged scope by scope.
// Called by tally.ts. Pure. Does not know what the change is.
import { counts, type Held } from '#permissions/decide.ts';
import { effectsOf, type Model, type Node } from '#permissions/model.ts';
import { scopeText } from '#roles/role.ts';

/** What he holds, in the model as it is or as it would be. */
export type Side = { readonly model: Model; readonly held: readonly Held[] };
export type Difference = { readonly gained: readonly Node[]; readonly lost: readonly Node[] };

/** Scope ('' = everywhere) → one byte per node. */
type Opened = ReadonlyMap<string, Uint8Array>;

export function differenceOf(before: Side, after: Side, now: number): Difference {
  const [was, is] = [openedBy(before, now), openedBy(after, now)];
  return { gained: onlyIn(after.model, is, was), lost: onlyIn(before.model, was, is) };
}

function openedBy({ model, held }: Side, now: number): Opened {
  const opened = new Map<string, Uint8Array>();
  for (const { role, grant } of held) {
    if (!counts(grant, now)) continue;
    const key = scopeText(grant?.scope ?? null);
    const effects = effectsOf(model, role);
    const known = opened.get(key);
    opened.set(key, known ? known.map((byte, index) => byte | (effects[index] ?? 0)) : effects);
  }
  return opened;
}

/** What is held in a scope is no difference where the other side holds it everywhere, or in the same scope. */
function onlyIn({ nodes }: Model, mine: Opened, others: Opened): readonly Node[] {
  const everywhere = others.get('');
  const isOnly = new Uint8Array(nodes.length);
  for (const [scope, bytes] of mine) {
    const same = others.get(scope);
    for (const { index } of nodes) if (bytes[index] === 1 && same?.[index] !== 1 && everywhere?.[index] !== 1) isOnly[index] = 1;
  }
  return uppermost(nodes, isOnly);
}

/** Those whose parent is not among them. */
export const uppermost = (nodes: readonly Node[], chosen: Uint8Array): readonly Node[] =>
  nodes.filter(({ index, parent }) => chosen[index] === 1 && !(parent >= 0 && chosen[parent] === 1));
