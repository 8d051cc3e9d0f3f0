// User stores that the configuration file declares: made as they are declared at every start, by the host, through the same rules and into the same journal.
// Called by main.ts before any door opens. Nothing is asked of a store here, so one that does not answer stops no start.
import { readFile } from 'node:fs/promises';
import { type Action, action } from '#action.ts';
import type { HostActor } from '#actor.ts';
import { ConfigFault, type DeclaredStore } from '#config.ts';
import { Refusal } from '#errors.ts';
import type { World } from '#world.ts';
import { add, newStore } from './add-store.ts';
import { addStore as adding, disableStore as disabling, editStore as editing, enableStore as enabling } from './contract.ts';
import { edit } from './edit-store.ts';
import { foreignStore } from './found.ts';
import { allStores, type StoreRow, storeByDomain } from './queries.ts';
import { keptPassword } from './settings.ts';
import { shownDetails } from './shown.ts';
import { disable, enable } from './switch-store.ts';
import { needsUsable } from './usable.ts';

const host: HostActor = { kind: 'host', name: 'reeve.toml', door: 'setup' };

/** Throws ConfigFault for what only shows here: a password file, a domain, a kind that would be another. */
export async function declareStores(world: World): Promise<void> {
  for (const declared of world.config.stores) await atItsPlace(declared, () => declare(world, declared));
  await letGo(world);
}

async function atItsPlace({ place }: DeclaredStore, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw new ConfigFault(`${place}: ${cause.message}`);
  }
}

async function declare(world: World, declared: DeclaredStore): Promise<void> {
  const password = await passwordIn(declared);
  const known = await rowOf(world, declared);
  if (known === undefined && (await added(world, declared, password))) return;
  // Another node that reads the same file may have been quicker.
  const row = known ?? (await rowOf(world, declared));
  if (row !== undefined) await edited(world, declared, { row, password });
}

const rowOf = (world: World, { domain }: DeclaredStore) => storeByDomain(world.db.read, domain.toLowerCase());

async function passwordIn({ passwordFile, place }: DeclaredStore): Promise<string | undefined> {
  if (passwordFile === '') return undefined;
  try {
    return (await readFile(passwordFile, 'utf8')).split(/\r?\n/, 1)[0] ?? '';
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new ConfigFault(`${place}: password_file ${passwordFile} cannot be read (${why}).`);
  }
}

/** False = there is one meanwhile. */
async function added(world: World, { domain, kind, settings, living, enabled, file }: DeclaredStore, password: string | undefined): Promise<boolean> {
  await needsUsable(world, { kind, settings, password: password ?? '' });
  const made = action(adding, async (call, asked) => {
    const row = { ...newStore(world, asked), enabled: enabled ? 1 : 0, declared_in: file };
    return shownDetails(call, world.db.read, await call.change((doing) => add(doing, row)));
  });
  try {
    await run(world, made, { domain, kind, settings, ...living, ...(password === undefined ? {} : { password }) });
    return true;
  } catch (cause) {
    if (cause instanceof Refusal && cause.code === 'store.domain-taken') return false;
    throw cause;
  }
}

type Standing = { readonly row: StoreRow; readonly password: string | undefined };

async function edited(world: World, { domain, kind, settings, living, enabled, file, place }: DeclaredStore, { row, password }: Standing): Promise<void> {
  if (row.kind !== 'primary' && row.kind !== kind)
    throw new ConfigFault(`${place}: the store ${domain} is of the kind ${row.kind}, and stays so. Choose another domain, or delete that store first.`);
  const kept = keptPassword(world, row);
  await needsUsable(world, { kind, settings, password: password ?? kept });
  const isNew = password !== undefined && password !== kept;
  await run(world, editingAs(world, file), { id: row.id, settings, ...living, ...(isNew ? { password } : {}) });
  if ((row.enabled === 1) !== enabled) await run(world, switchingTo(world, enabled), { id: row.id });
}

const editingAs = (world: World, declaredIn: string) =>
  action(editing, async (call, asked) => {
    const row = await call.change(async (doing) => edit(world, doing, { row: await foreignStore(doing.tx, asked), asked, declaredIn }));
    return shownDetails(call, world.db.read, row);
  });

const switchingTo = (world: World, enabled: boolean) =>
  action(enabled ? enabling : disabling, async (call, asked) => {
    const row = await call.change(async (doing) => (enabled ? enable : disable)(doing, await foreignStore(doing.tx, asked)));
    return shownDetails(call, world.db.read, row);
  });

/** A store whose section is gone keeps its users and settings, and is changed like any other again: deleting is for a person to say. */
async function letGo(world: World): Promise<void> {
  const declared = new Set(world.config.stores.map(({ domain }) => domain));
  const left = (await allStores(world.db.read)).filter((row) => row.declared_in !== '' && !declared.has(row.domain));
  for (const { id } of left) await run(world, editingAs(world, ''), { id });
}

const run = (world: World, { run: carryOut }: Pick<Action, 'run'>, input: unknown) => carryOut(world, host, input);
