// The model: roles, permission tree and group nesting, in memory, as decisions need them (rule 13).
// Read by decide, contain, explain and the authorizer. Knows no user, and no way to change anything.
import type { Definitions } from '#attributes/definition.ts';
import type { Sentence } from '#sentences/sentence.ts';
import type { Missing, Scope } from './contract.ts';

export type Node = {
  /** Place in `nodes`; a parent always comes before its children. */
  readonly index: number;
  readonly no: number;
  readonly id: string;
  /** Index of the parent, -1 for the root. */
  readonly parent: number;
  readonly path: string;
  readonly displayName: string;
  readonly description: string;
  /** May be given only by somebody who holds it (rule 15). */
  readonly administrative: boolean;
};

export type Role = {
  readonly no: number;
  readonly id: string;
  readonly name: string;
  readonly builtIn: string;
  /** Node index → allow (true) or deny (false). */
  readonly entries: ReadonlyMap<number, boolean>;
};

/** A role given to a user or a group. until 0 = no end; scope null = everything. */
export type Grant = {
  readonly no: number;
  readonly roleNo: number;
  readonly from: number;
  readonly until: number;
  readonly scope: Scope | null;
  readonly givenBy: string;
  readonly givenAt: number;
};

export type Group = { readonly no: number; readonly id: string; readonly name: string; readonly storeNo: number };

/** What somebody lacks for a permission, as data: whoever tells it says it in the reader's language. */
export type Lacking = Omit<Missing, 'says'> & { readonly says: Sentence };

export type Model = {
  /** The newest change of the model that is in here. */
  readonly number: number;
  readonly nodes: readonly Node[];
  readonly byPath: ReadonlyMap<string, Node>;
  readonly roles: ReadonlyMap<number, Role>;
  readonly roleById: ReadonlyMap<string, Role>;
  readonly groups: ReadonlyMap<number, Group>;
  readonly groupById: ReadonlyMap<string, Group>;
  /** Group → the groups it lies in. */
  readonly parentsOf: ReadonlyMap<number, readonly number[]>;
  readonly childrenOf: ReadonlyMap<number, readonly number[]>;
  readonly grantsOfGroup: ReadonlyMap<number, readonly Grant[]>;
  /** What attributes of users there are: kept here because they change as seldom, and every node must have the ones in force. */
  readonly attributes: Definitions;
  /** Stores that are disabled: nobody of them may act. */
  readonly storesOff: ReadonlySet<number>;
  /** Whether a store may know somebody whom we do not know yet. */
  readonly discovers: boolean;
  /** Held by all, never stored (rule 10). */
  readonly everyone: Role | null;
  /** Role number → one byte per node, 1 = allowed; filled when first asked. */
  readonly effects: Map<number, Uint8Array>;
  /** Node index → what to say to those who hold nothing of the sort; filled when first asked. */
  readonly suggested: Map<number, readonly Lacking[]>;
};

/**
 * The same node in this model; undefined = it is gone. Indexes are a model's own: whoever took a node and then waited may hold one of the model before, whose index is
 * another permission's by now.
 */
export const nodeIn = ({ nodes, byPath }: Pick<Model, 'nodes' | 'byPath'>, node: Node): Node | undefined =>
  nodes[node.index] === node ? node : byPath.get(node.path);

/** What one role says about every node: the deepest entry on the path wins, and nothing is "no" (rule 12). */
export function effectsOf(model: Model, role: Role): Uint8Array {
  const known = model.effects.get(role.no);
  if (known) return known;
  const effects = new Uint8Array(model.nodes.length);
  for (const node of model.nodes) {
    const said = role.entries.get(node.index);
    effects[node.index] = said === undefined ? (node.parent < 0 ? 0 : (effects[node.parent] ?? 0)) : Number(said);
  }
  model.effects.set(role.no, effects);
  return effects;
}

/** A group and every group it lies in, nearest first; each once, however the nesting is drawn. */
export function upward({ parentsOf }: Pick<Model, 'parentsOf'>, group: number): readonly number[] {
  const seen = new Set([group]);
  for (const one of seen) for (const parent of parentsOf.get(one) ?? []) seen.add(parent);
  return [...seen];
}

/** A group and every group inside it. */
export function downward({ childrenOf }: Pick<Model, 'childrenOf'>, group: number): readonly number[] {
  const seen = new Set([group]);
  for (const one of seen) for (const child of childrenOf.get(one) ?? []) seen.add(child);
  return [...seen];
}

/** "All Permissions › Admin Permissions › Manage › API-M Admin". */
export function displayPath(model: Pick<Model, 'nodes' | 'byPath'>, path: string): string {
  const names: string[] = [];
  for (let node = model.byPath.get(path); node; node = model.nodes[node.parent]) names.unshift(node.displayName);
  return names.length > 0 ? names.join(' › ') : path;
}
