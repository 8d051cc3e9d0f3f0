// The permission tree as it is drawn, and every node a user holds.
import { action } from '#action.ts';
import type { AnyOperation } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { holds as holdsOperation, tree as treeOperation } from '#permissions/contract.ts';
import { reachOf } from '#permissions/decide.ts';

/** `operations` = all there are: a node says what it opens. */
export const treeAction = (operations: () => readonly AnyOperation[]) =>
  action(treeOperation, async ({ world, now }) => {
    const { nodes } = world.authorizer.model;
    const needing = Map.groupBy(operations(), (operation) => String(operation.needs));
    const items = nodes.map((node) => ({
      id: node.id,
      path: node.path,
      parent: nodes[node.parent]?.id ?? null,
      displayName: node.displayName,
      description: node.description,
      administrative: node.administrative,
      opens: (needing.get(node.path) ?? []).map(({ name }) => name),
    }));
    return { items, asOf: now };
  });

export const holds = action(holdsOperation, async ({ world: { authorizer }, now }, { id }) => {
  const subject = await authorizer.subject(id);
  if (!subject) throw new Refusal('user.missing');
  const roles = authorizer.inForce(subject, now);
  const { nodes } = authorizer.model;
  const reached = nodes.map((node) => reachOf(roles, node));
  const items = nodes.flatMap((node, index) => {
    const reach = reached[index];
    if (reach === undefined || reach?.length === 0) return [];
    return [
      {
        path: node.path,
        displayName: node.displayName,
        whole: nodes.every((below, at) => !below.path.startsWith(`${node.path}/`) || reached[at]?.length !== 0),
        scoped: reach !== null,
      },
    ];
  });
  return { items };
});
