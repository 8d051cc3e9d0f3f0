// The rows a tree shows: which branches are open, what a search keeps in sight. Pure.
import type { Node } from '#permissions/contract.ts';

export type TreeRow = { readonly node: Node; readonly depth: number; readonly branch: boolean; readonly open: boolean; readonly hit: boolean };

const depthOf = (path: string) => path.split('/').length - 2;

export const parentPath = (path: string) => path.slice(0, path.lastIndexOf('/'));

/** Node and all above it, so that what is found stays in its place. */
export function withAbove(paths: Iterable<string>): Set<string> {
  const kept = new Set<string>();
  for (const path of paths) for (let at = path; at !== '' && !kept.has(at); at = parentPath(at)) kept.add(at);
  return kept;
}

const matches = (node: Node, words: readonly string[]) => {
  const text = `${node.displayName} ${node.path} ${node.description} ${node.opens.join(' ')}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

export function hitsOf(nodes: readonly Node[], search: string): Set<string> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? new Set() : new Set(nodes.filter((node) => matches(node, words)).map((node) => node.path));
}

/** `kept` = null shows all; otherwise only those paths, every branch of them open. */
export function rowsOf(
  nodes: readonly Node[],
  { open, kept, hits }: { readonly open: ReadonlySet<string>; readonly kept: ReadonlySet<string> | null; readonly hits: ReadonlySet<string> },
): TreeRow[] {
  const branches = new Set(nodes.map((node) => parentPath(node.path)));
  const shown = new Set<string>();
  const rows: TreeRow[] = [];
  for (const node of nodes) {
    const above = parentPath(node.path);
    const inSight = kept ? kept.has(node.path) : above === '' || (shown.has(above) && open.has(above));
    if (!inSight) continue;
    shown.add(node.path);
    rows.push({ node, depth: depthOf(node.path), branch: branches.has(node.path), open: kept ? true : open.has(node.path), hit: hits.has(node.path) });
  }
  return rows;
}

/** Open at first: the root, its children, and the way to whatever is ticked. */
export function firstOpen(nodes: readonly Node[], entries: readonly { readonly permission: string }[]): Set<string> {
  const open = withAbove(entries.map((entry) => parentPath(entry.permission)));
  for (const node of nodes) if (depthOf(node.path) <= 1) open.add(node.path);
  return open;
}
