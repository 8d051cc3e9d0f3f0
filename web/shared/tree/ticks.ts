// The permission tree: which nodes a role's entries cover, and which entries a tick or its removal makes. Pure.
// The screens of roles use it. It does not know who may give what.
import type { Entry } from '#roles/contract.ts';

export type Tick = 'on' | 'part' | 'off';

export type Ticked = {
  readonly tick: Tick;
  /** Allowed at this very node, whatever lies below. */
  readonly allowed: boolean;
  /** The role has an entry of its own here. */
  readonly entry: Entry['effect'] | '';
  /** Where the decision comes from: this path, one above, or nowhere. */
  readonly from: string;
};

const parentOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf('/'), 0));

const below = (path: string, top: string) => path === top || path.startsWith(`${top}/`);

/** The deepest entry on the way to a node decides; at the same node deny wins. */
function effectsOf(entries: readonly Entry[]): Map<string, Entry['effect']> {
  const effects = new Map<string, Entry['effect']>();
  for (const entry of entries) if (effects.get(entry.permission) !== 'deny') effects.set(entry.permission, entry.effect);
  return effects;
}

/** Every path with its tick, in one walk down and one walk up. Paths come parents first; unknown entries (a branch that is gone) are left alone. */
export function ticksOf(paths: readonly string[], entries: readonly Entry[]): Map<string, Ticked> {
  const effects = effectsOf(entries);
  const ticks = new Map<string, Ticked>();
  for (const path of paths) {
    const entry = effects.get(path) ?? '';
    const above = ticks.get(parentOf(path));
    const allowed = entry === '' ? (above?.allowed ?? false) : entry === 'allow';
    ticks.set(path, { allowed, entry, from: entry === '' ? (above?.from ?? '') : path, tick: allowed ? 'on' : 'off' });
  }
  for (const path of [...paths].reverse()) {
    const own = ticks.get(path);
    const above = ticks.get(parentOf(path));
    if (own && above && own.tick !== above.tick && above.tick !== 'part') ticks.set(parentOf(path), { ...above, tick: 'part' });
  }
  return ticks;
}

function inheritedAllow(entries: readonly Entry[], path: string): boolean {
  const effects = effectsOf(entries);
  for (let at = parentOf(path); at !== ''; at = parentOf(at)) {
    const effect = effects.get(at);
    if (effect) return effect === 'allow';
  }
  return false;
}

const without = (entries: readonly Entry[], top: string) => entries.filter((entry) => !below(entry.permission, top));

/** Ticks a node: everything below it, also what is added later. One entry at most; none where something above covers it already. */
export function ticked(entries: readonly Entry[], path: string): Entry[] {
  const rest = without(entries, path);
  return inheritedAllow(rest, path) ? rest : [...rest, { permission: path, effect: 'allow' }];
}

/** Takes the tick away: below a ticked node that needs a deny of its own. */
export function unticked(entries: readonly Entry[], path: string): Entry[] {
  const rest = without(entries, path);
  return inheritedAllow(rest, path) ? [...rest, { permission: path, effect: 'deny' }] : rest;
}

/** The fewest entries that light these paths and no others: allowed where it begins, denied where it ends. */
export function entriesLighting(paths: readonly string[], lit: ReadonlySet<string>): Entry[] {
  return paths.flatMap((path) => {
    const above = lit.has(parentOf(path));
    return lit.has(path) === above ? [] : [{ permission: path, effect: above ? ('deny' as const) : ('allow' as const) }];
  });
}

const keyOf = (entry: Entry) => `${entry.effect} ${entry.permission}`;

export const sameEntries = (a: readonly Entry[], b: readonly Entry[]) => a.length === b.length && new Set([...a, ...b].map(keyOf)).size === a.length;
