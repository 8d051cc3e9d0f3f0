// User stores that reeve.toml declares: `[stores.DOMAIN]` and its `settings`, checked key by key against the contracts of stores.
// Used by load.ts and docs.ts. It does not know which stores there are, and opens no password file.
import { dirname, resolve } from 'node:path';
import { type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import { didYouMean } from '#nearest.ts';
import { addStore, livingDefaults } from '#stores/contract.ts';
import { blankSettings, isStoreKind, type StoreKind, settingsOf, storeKinds } from '#stores/settings-contract.ts';
import { lineOfPath, TomlFault } from './toml.ts';

export type TomlFile = { readonly path: string; readonly text: string };
type Table = Readonly<Record<string, unknown>>;
export type DeclaredStore = {
  readonly domain: string;
  readonly kind: StoreKind;
  readonly enabled: boolean;
  /** '' = none is declared: the one that is kept stays. */
  readonly passwordFile: string;
  /** How to live with it, by the names of the API; all of them. */
  readonly living: Table;
  readonly settings: Table;
  readonly file: string;
  /** For what can only be found wrong later. */
  readonly place: string;
};

const storesMax = 200;
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const livingNames = Object.keys(livingDefaults);
const schemaOfLiving: Readonly<Record<string, TSchema>> = addStore.input.properties;

/** What may stand in a section besides `settings`: key, what it takes, what it is if it is not there. */
export const sectionKeys: readonly { readonly key: string; readonly schema: TSchema; readonly fallback?: unknown }[] = [
  { key: 'kind', schema: Type.Enum([...storeKinds]) },
  { key: 'password_file', schema: Type.String({ maxLength: 4096 }), fallback: '' },
  { key: 'enabled', schema: Type.Boolean(), fallback: true },
  ...Object.entries(livingDefaults).map(([name, fallback]) => ({ key: snake(name), schema: schemaOfLiving[name] ?? Type.Unknown(), fallback })),
];
const settingsKey = 'settings';

/** Throws TomlFault with the line of what is wrong. */
export function declaredStores(file: TomlFile, value: unknown): readonly DeclaredStore[] {
  const fault = faultsOf(file);
  const sections = Object.entries(isTable(value) ? value : fault([], 'stores takes sections such as [stores.CORP].'));
  if (sections.length > storesMax) fault([], `At most ${storesMax} stores can be declared.`);
  const seen = new Set<string>();
  return sections.map(([domain, section]) => {
    if (seen.has(domain.toUpperCase())) fault([domain], `the store ${domain.toUpperCase()} is declared twice.`);
    seen.add(domain.toUpperCase());
    return declared(file, domain, isTable(section) ? section : fault([domain], `${domain} takes a section [stores.${domain}].`));
  });
}

function declared(file: TomlFile, domain: string, section: Table): DeclaredStore {
  const fault = faultsOf(file);
  const said = new Map(sectionKeys.map(({ key, fallback }) => [key, section[key] ?? fallback]));
  checkKeys(section, (key, says) => fault([domain, key], says));
  const kind = said.get('kind');
  if (!isStoreKind(String(kind))) fault([domain], `the store ${domain} needs a kind: ${takes(Type.Enum([...storeKinds]))}.`);
  const known = storeKinds.find((one) => one === kind) ?? 'ldap';
  const passwordFile = String(said.get('password_file'));
  return {
    domain: domain.toUpperCase(),
    kind: known,
    enabled: said.get('enabled') === true,
    passwordFile: passwordFile === '' ? '' : resolve(dirname(file.path), passwordFile),
    living: Object.fromEntries(livingNames.map((name) => [name, said.get(snake(name))])),
    settings: settingsIn(file, { domain, kind: known, given: section[settingsKey] ?? {} }),
    file: file.path,
    place: `${file.path}, line ${lineOfPath(['stores', domain], file.text)}`,
  };
}

function checkKeys(section: Table, fault: (key: string, says: string) => never): void {
  const names = [...sectionKeys.map(({ key }) => key), settingsKey];
  for (const [key, value] of Object.entries(section)) {
    if (key === settingsKey) continue;
    const known = sectionKeys.find((one) => one.key === key);
    if (known === undefined) fault(key, unknownKey(key, names));
    else if (!Check(known.schema, value)) fault(key, `${key} takes ${takes(known.schema)}.`);
  }
}

/** The words of a section are not repeated in its settings, and the other way round; and a password has no key at all. */
function unknownKey(key: string, names: readonly string[]): string {
  if (key === 'password') return 'a password never stands here: write it into a file, and name that with password_file.';
  const ofKind = storeKinds.find((kind) => Object.hasOwn(blankSettings[kind], key));
  return ofKind ? `${key} is a setting: write settings.${key} = …` : `there is no key ${key}.${didYouMean(key, names)}`;
}

type Given = { readonly domain: string; readonly kind: StoreKind; readonly given: unknown };

function settingsIn(file: TomlFile, { domain, kind, given }: Given): Table {
  const fault = faultsOf(file);
  const table = isTable(given) ? given : fault([domain, settingsKey], `settings takes a table: [stores.${domain}.settings].`);
  const blank: Table = blankSettings[kind];
  const schemas = propertiesOf(kind);
  const unknown = Object.keys(table).find((key) => schemas[key] === undefined);
  if (unknown !== undefined)
    fault([domain, settingsKey, unknown], `there is no setting ${unknown} of the kind ${kind}.${didYouMean(unknown, Object.keys(schemas))}`);
  const whole = { ...blank, ...table };
  for (const [key, schema] of Object.entries(schemas)) {
    if (Check(schema, whole[key])) continue;
    if (Object.hasOwn(table, key)) fault([domain, settingsKey, key], `settings.${key} takes ${takes(schema)}.`);
    fault([domain], `the store ${domain} needs settings.${key}: ${takes(schema)}.`);
  }
  return whole;
}

/** Each of the three schemas is an object. */
export const propertiesOf = (kind: StoreKind): Readonly<Record<string, TSchema>> =>
  (settingsOf[kind] as TSchema & { readonly properties: Readonly<Record<string, TSchema>> }).properties;

const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const faultsOf =
  ({ text }: TomlFile) =>
  (path: readonly string[], says: string): never => {
    throw new TomlFault(lineOfPath(['stores', ...path], text), says);
  };

type Facts = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
};

/** What a key takes, in words: for errors and for docs/configuration.md. */
export function takes(schema: TSchema): string {
  const facts = schema as Facts;
  if (facts.enum) return `one of ${facts.enum.map((word) => `"${String(word)}"`).join(', ')}`;
  if (facts.type === 'boolean') return 'true or false';
  if (facts.type === 'integer') return facts.minimum === undefined ? 'a whole number' : `a whole number from ${facts.minimum} to ${facts.maximum}`;
  if (facts.type === 'array') return `a list of ${facts.minItems ? 'one or more ' : ''}texts`;
  if (facts.type === 'object') return 'a table, such as { mail = "mail" }';
  return `a text${facts.minLength ? ' that is not empty' : ''}, at most ${facts.maxLength} characters`;
}
