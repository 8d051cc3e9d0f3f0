// What the one at the screen holds, to draw what he may not do as disabled. The server decides anyway; this only spares him the refusal.
import type { OutputOf } from '#contract.ts';
import type { me } from '#sessions/contract.ts';

export type Me = OutputOf<typeof me>;
export type Rights = Pick<Me, 'permissions' | 'denied' | 'scoped'>;

const covers = (node: string, path: string) => path === node || path.startsWith(`${node}/`);

const deepest = (nodes: readonly string[], path: string) => Math.max(-1, ...nodes.filter((node) => covers(node, path)).map((node) => node.length));

/** The deepest node on the path wins; at the same node what is denied wins. */
export function holds(rights: Rights, path: string): boolean {
  const allowed = Math.max(deepest(rights.permissions, path), deepest(rights.scoped, path));
  return allowed > deepest(rights.denied, path);
}

/** Held, but only on some users, roles or groups. */
export const scopedOnly = (rights: Rights, path: string): boolean => holds(rights, path) && !holds({ ...rights, scoped: [] }, path);
