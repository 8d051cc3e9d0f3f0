// A store as it is typed in: the settings of its kind under the names by which the API refuses them, and what every store has. Pure.
import type { TObject, TSchema } from 'typebox';
import type { InputOf } from '#contract.ts';
import { addStore, livingDefaults, type StoreDetails, type testStore } from '#stores/contract.ts';
import { blankSettings, isStoreKind, type StoreKind, settingsOf } from '#stores/settings-contract.ts';
import { Problem } from '../../shared/call/problem.ts';
import { type Faults, faultsOf } from '../../shared/form/fields.ts';
import { form } from '../../shared/strings/form.ts';
import { storeSettings as say } from '../../shared/strings/store-settings.ts';
import { neededOf } from './parts.ts';

export type Living = Pick<StoreDetails, keyof typeof livingDefaults>;
export type SettingField = `settings.${string}`;
export type StoreDraft = Living &
  Readonly<Record<SettingField, unknown>> & { readonly kind: StoreKind | ''; readonly domain: string; readonly password: string };
export type Tried = InputOf<typeof testStore>;

export const settingField = (name: string): SettingField => `settings.${name}`;
export const isSetting = (field: string): field is SettingField => field.startsWith('settings.');

export const blankDraft: StoreDraft = { ...livingDefaults, kind: '', domain: '', password: '' };

export const settingsDraft = (settings: Readonly<Record<string, unknown>>): Readonly<Record<SettingField, unknown>> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [settingField(name), value]));

const livingOf = (from: Living): Living => {
  const { description, position, writable, syncMinutes, brakePercent, justInTime, answerSeconds, connections, outageDays } = from;
  return { description, position, writable, syncMinutes, brakePercent, justInTime, answerSeconds, connections, outageDays };
};

export function draftOf(store: StoreDetails): StoreDraft {
  const kind = isStoreKind(store.kind) ? store.kind : '';
  return { ...livingOf(store), ...settingsDraft({ ...(kind && blankSettings[kind]), ...store.settings }), kind, domain: store.domain, password: '' };
}

/** Each of the three is an object. */
export const schemaOf = (kind: StoreKind, name: string): TSchema | undefined => (settingsOf[kind] as TObject).properties[name];

/** As the API takes them: lines without the empty ones, text without what stands around it, and no field that is mapped to nothing. */
export function settingsGiven(draft: StoreDraft): Record<string, unknown> {
  if (draft.kind === '') return {};
  return Object.fromEntries(Object.keys(blankSettings[draft.kind]).map((name) => [name, tidy(draft[settingField(name)])]));
}

function tidy(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map((line) => String(line).trim()).filter((line) => line !== '');
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([name, part]) => [name, tidy(part)] as const);
  return Object.fromEntries(parts.filter(([, part]) => part !== ''));
}

/** `id` = of the store whose kept password is used where none is typed. */
export function triedOf(draft: StoreDraft, id?: string): Tried {
  const { kind, password, answerSeconds } = draft;
  return { kind: kind || 'ldap', settings: settingsGiven(draft), answerSeconds, ...(password ? { password } : {}), ...(id ? { id } : {}) };
}

export function addedOf(draft: StoreDraft): InputOf<typeof addStore> {
  const { kind, settings, password } = triedOf(draft);
  return { domain: draft.domain.trim(), kind, settings, ...(password ? { password } : {}), ...livingOf(draft) };
}

/** Only what differs is sent: what is absent stays as it is. */
export function changesOf(from: StoreDraft, to: StoreDraft) {
  const [before, after] = [addedOf(from), addedOf(to)];
  const differs = (name: keyof typeof after) => JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  const names = (Object.keys(after) as (keyof typeof after)[]).filter((name) => name !== 'kind' && differs(name));
  return Object.fromEntries(names.map((name) => [name, after[name]])) as Partial<Omit<typeof after, 'kind'>>;
}

const domainShape = /^[A-Z0-9](?:[A-Z0-9.-]{0,38}[A-Z0-9])?$/i;
const reserved: readonly string[] = ['PRIMARY', 'INTERNAL', 'APPLICATION', 'WORKFLOW', 'SYSTEM', 'FEDERATED'];

function domainFault(typed: string): string {
  const domain = typed.trim();
  if (domain === '') return form.needed;
  if (!domainShape.test(domain)) return say.living.domainFault;
  return reserved.includes(domain.toUpperCase()) ? say.living.domainReserved : '';
}

/** What can be seen from here to be wrong; the server and the store itself say the rest. */
export function faultsOfDraft(draft: StoreDraft): Faults {
  const { kind } = draft;
  if (kind === '') return { kind: form.needed };
  const settings = settingsGiven(draft);
  const isEmpty = (value: unknown) => value === '' || (Array.isArray(value) && value.length === 0);
  const missing = neededOf(kind, settings).filter((name) => isEmpty(settings[name]));
  const domain = domainFault(draft.domain);
  return {
    ...faultsOf(addStore.input, { ...addedOf(draft), settings: {} }),
    ...settingsDraft(faultsOf(settingsOf[kind], settings) as Readonly<Record<string, string>>),
    ...settingsDraft(Object.fromEntries(missing.map((name) => [name, form.needed]))),
    ...(domain ? { domain } : {}),
  } as Faults;
}

/** A refusal names what lies deeper too, such as `settings.mapping.mail`: its field here is the setting. */
export function placed(thrown: unknown): unknown {
  if (!(thrown instanceof Problem)) return thrown;
  const fields = thrown.fields.map(({ field, says }) => ({ field: isSetting(field) ? field.split('.').slice(0, 2).join('.') : field, says }));
  return new Problem(thrown.message, { status: thrown.status, code: thrown.code, fields });
}
