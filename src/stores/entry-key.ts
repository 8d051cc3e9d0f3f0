// By which an entry of a store is known here: its own immutable id, or, where a store has none, its name.
// Called by whoever writes, reads or restores one. Pure.
import { Refusal } from '#errors.ts';

export const keyByName = 'name ';

type Entry = { readonly key: string; readonly gone_at: number };
type Named = { readonly user_name: string; readonly domain: string };

/**
 * What speaks against bringing somebody back whom his store has not any more: he could not sign in. Without an id of its own, an entry comes back only by being
 * confirmed here (rule 4). Null = nothing.
 */
export const goneFromStore = (entry: Entry | undefined, { user_name: name, domain }: Named): Refusal | null =>
  entry && entry.gone_at !== 0 && !entry.key.startsWith(keyByName) ? new Refusal('store.gone', { name, domain }) : null;
