// All SQL about definitions of attributes, and about who has claimed a value of a unique one. `source` is a reading handle or a transaction.
// Called by permissions/ (to keep definitions with the model), users/ and defining/. Knows tables; judges nothing.
import type { Insertable, Selectable, Updateable } from 'kysely';
import { first, prepared } from '#db/prepared.ts';
import type { Db, Tables, Tx } from '#db/tables.ts';
import type { userKinds, whoCan } from './contract.ts';
import { type Definition, type Definitions, isAttributeType, patternOf, type Rules } from './definition.ts';

export type Source = Db | Tx;
/** Both kinds of handle read alike; their types only differ in what they may write. */
const reading = (source: Source): Db => source as Db;

type Row = Pick<Selectable<Tables['attributes']>, (typeof definitionColumns)[number]>;
export const definitionColumns = [
  'no',
  'id',
  'version',
  'name',
  'type',
  'built_in',
  'display_name',
  'help',
  'choices',
  'kinds',
  'required',
  'is_unique',
  'pattern',
  'pattern_says',
  'example',
  'values_max',
  'see',
  'change',
  'in_lists',
  'position',
  'created_at',
  'changed_at',
] as const;

/** By their names, in the order in which they are shown. They are read with the model (permissions/model-queries.ts). */
export function definitionsOf(rows: readonly Row[]): Definitions {
  const sorted = [...rows].sort((a, b) => a.position - b.position || (a.name < b.name ? -1 : 1));
  return new Map(sorted.map((row) => [row.name, definitionOf(row)]));
}

/** Written by us alone, checked against the contract: lists and words are what they were. */
function definitionOf(row: Row): Definition {
  return {
    no: row.no,
    id: row.id,
    version: row.version,
    name: row.name,
    type: isAttributeType(row.type) ? row.type : 'text',
    builtIn: row.built_in === 1,
    displayName: row.display_name === row.name ? '' : row.display_name,
    help: row.help,
    choices: JSON.parse(row.choices) as string[],
    kinds: JSON.parse(row.kinds) as (typeof userKinds)[number][],
    required: row.required === 1,
    unique: row.is_unique === 1,
    pattern: row.pattern,
    patternSays: row.pattern_says,
    example: row.example,
    valuesMax: row.values_max,
    see: row.see as (typeof whoCan)[number],
    change: row.change as (typeof whoCan)[number],
    inLists: row.in_lists === 1,
    position: row.position,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    fits: patternOf(row.pattern),
  };
}

const columnsOf = (rules: Rules & Pick<Definition, 'type'>) => ({
  type: rules.type,
  display_name: rules.displayName,
  help: rules.help,
  choices: JSON.stringify(rules.choices),
  kinds: JSON.stringify(rules.kinds),
  required: Number(rules.required),
  is_unique: Number(rules.unique),
  pattern: rules.pattern,
  pattern_says: rules.patternSays,
  example: rules.example,
  values_max: rules.valuesMax,
  see: rules.see,
  change: rules.change,
  in_lists: Number(rules.inLists),
  position: rules.position,
});

export type NewDefinition = Rules & Pick<Definition, 'id' | 'name' | 'type'>;

export async function insertDefinition(tx: Tx, definition: NewDefinition, now: number): Promise<Definition> {
  const values: Insertable<Tables['attributes']> = {
    ...columnsOf(definition),
    id: definition.id,
    name: definition.name,
    version: 1,
    built_in: 0,
    searchable: 1,
    created_at: now,
    changed_at: now,
  };
  return definitionOf(await tx.insertInto('attributes').values(values).returningAll().executeTakeFirstOrThrow());
}

export async function updateDefinition(tx: Tx, { no, version }: Pick<Definition, 'no' | 'version'>, rules: Rules & Pick<Definition, 'type'>, now: number) {
  const set: Updateable<Tables['attributes']> = { ...columnsOf(rules), version: version + 1, changed_at: now };
  return definitionOf(await tx.updateTable('attributes').set(set).where('no', '=', no).returningAll().executeTakeFirstOrThrow());
}

export async function removeDefinition(tx: Tx, no: number): Promise<void> {
  await tx.deleteFrom('attributes').where('no', '=', no).execute();
}

/** Somebody has a value of it, also in the recycle bin. */
export async function isHeld(source: Source, no: number): Promise<boolean> {
  return (await reading(source).selectFrom('user_attributes').select('user_no').where('attribute_no', '=', no).limit(1).executeTakeFirst()) !== undefined;
}

/** Some right is held on users with a certain value of it: without the attribute, or with another one of its name, it would be held on others. */
export async function isTested(source: Source, name: string): Promise<boolean> {
  const says = `%"attribute":${JSON.stringify(name)}%`;
  for (const table of ['role_users', 'role_groups'] as const)
    if (await reading(source).selectFrom(table).select('no').where('scope', 'like', says).limit(1).executeTakeFirst()) return true;
  return false;
}

// ── Values of unique attributes: the primary key says whose each is ──

export type Claim = { readonly attributeNo: number; readonly userNo: number; readonly key: string };

/** Takes the value for this user; false = somebody else has it. Whoever had another value before lets it go first. */
export async function claim(tx: Tx, { attributeNo, userNo, key }: Claim): Promise<boolean> {
  if ((await insertClaim(tx, { attribute: attributeNo, key, user: userNo })).length > 0) return true;
  return (await first(holderOfClaim(tx, { attribute: attributeNo, key })))?.user_no === userNo;
}

const insertClaim = prepared<{ attribute: number; key: string; user: number }, { user_no: number }>((db, { attribute, key, user }) =>
  db
    .insertInto('attribute_claims')
    .values({ attribute_no: attribute, value_key: key, user_no: user })
    .onConflict((taken) => taken.columns(['attribute_no', 'value_key']).doNothing())
    .returning('user_no'),
);
const holderOfClaim = prepared<{ attribute: number; key: string }, { user_no: number }>((db, { attribute, key }) =>
  db.selectFrom('attribute_claims').select('user_no').where('attribute_no', '=', attribute).where('value_key', '=', key),
);

export async function letGo(tx: Tx, { attributeNo, userNo }: Omit<Claim, 'key'>): Promise<void> {
  await tx.deleteFrom('attribute_claims').where('user_no', '=', userNo).where('attribute_no', '=', attributeNo).execute();
}

export async function letAllGo(tx: Tx, attributeNo: number): Promise<void> {
  await tx.deleteFrom('attribute_claims').where('attribute_no', '=', attributeNo).execute();
}

/** Many at once; how many of them were free. */
export async function claimMany(tx: Tx, claims: readonly Claim[]): Promise<number> {
  if (claims.length === 0) return 0;
  const taken = await tx
    .insertInto('attribute_claims')
    .values(claims.map(({ attributeNo, userNo, key }) => ({ attribute_no: attributeNo, value_key: key, user_no: userNo })))
    .onConflict((known) => known.columns(['attribute_no', 'value_key']).doNothing())
    .returning('user_no')
    .execute();
  return taken.length;
}

// ── Users, a window at a time, to try a changed definition on ──

const fields = ['given_name', 'family_name', 'shown_name', 'mail', 'phone', 'organisation', 'country', 'language', 'time_zone'] as const;
export type Tried = Pick<Selectable<Tables['users']>, 'no' | 'id' | 'kind' | 'user_name' | 'deleted_at' | 'attributes' | (typeof fields)[number]> & {
  readonly domain: string;
};

/** By row key, the recycle bin included: who comes back brings his values along. */
export const usersAfter = prepared<{ after: number; limit: number }, Tried>((db, { after, limit }) =>
  db
    .selectFrom('users')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .select(['users.no', 'users.id', 'users.kind', 'users.user_name', 'users.deleted_at', 'users.attributes', 'stores.domain'])
    .select(fields.map((field) => `users.${field}` as const))
    .where('users.no', '>', after)
    .orderBy('users.no')
    .limit(limit),
);
