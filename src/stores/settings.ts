// Settings of a store: filled up, checked against the schema of their kind, and read back from the row; the secret beside them sealed.
// Called by the actions of this room and by registry.ts. Knows no driver.

import type { TObject } from 'typebox';
import { Refusal } from '#errors.ts';
import { inputChecker } from '#input.ts';
import { type Bound, unseal } from '#sealing.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { livingDefaults } from './contract.ts';
import type { StoreRow } from './queries.ts';
import { blankSettings, isStoreKind, type StoreKind, settingsOf } from './settings-contract.ts';

export type Living = {
  readonly [K in keyof typeof livingDefaults]: (typeof livingDefaults)[K] extends boolean
    ? boolean
    : (typeof livingDefaults)[K] extends number
      ? number
      : string;
};
export type Settings = Readonly<Record<string, unknown>>;

const domainShape = /^[A-Z0-9](?:[A-Z0-9.-]{0,38}[A-Z0-9])?$/;
const reserved = ['PRIMARY', 'INTERNAL', 'APPLICATION', 'WORKFLOW', 'SYSTEM', 'FEDERATED'];

/** Domains are written in capitals; names are compared without case. */
export function domainOf(said: string): string {
  const domain = said.trim().toUpperCase();
  const refuse = (says: Sentence): never => {
    throw new Refusal('store.domain-invalid', { says }, [{ field: 'domain' }]);
  };
  if (!domainShape.test(domain)) return refuse(say('domain.form'));
  if (reserved.includes(domain)) return refuse(say('domain.reserved', { domain }));
  return domain;
}

/** Whole settings of this kind; `store.settings-invalid` names each field that does not fit. */
export function checkSettings(kind: StoreKind, given: unknown): Settings {
  const whole = { ...blankSettings[kind], ...(typeof given === 'object' ? given : {}) };
  try {
    // Each of the three schemas is an object.
    return inputChecker(settingsOf[kind] as TObject)(whole);
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    const fields = fault.fields.map(({ field, said }) => ({ field: `settings.${field}`, says: said }));
    throw new Refusal('store.settings-invalid', { says: fields.map(({ field, says }) => say('settings.field', { field, why: says })) }, fields);
  }
}

/** What a row says; written by us alone, after checking. */
export const settingsOfRow = (text: string): Settings => (text === '' ? {} : (JSON.parse(text) as Settings));
export const livingOfRow = (text: string): Living => ({ ...livingDefaults, ...(text === '' ? {} : (JSON.parse(text) as Partial<Living>)) });

export function kindOf(kind: string): StoreKind {
  if (isStoreKind(kind)) return kind;
  throw new Error(`A store of an unknown kind: ${kind}`);
}

/** A sealed password belongs to its store. */
export const boundTo = (storeId: string): Bound => ({ use: 'store secrets', place: `store ${storeId}` });

/** What Reeve signs in to the store with; '' = nothing is kept. */
export const keptPassword = (world: Pick<World, 'config'>, { id, secret }: Pick<StoreRow, 'id' | 'secret'>): string =>
  secret === '' ? '' : unseal(world, secret, boundTo(id));
