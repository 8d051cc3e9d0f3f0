// What the columns of a foreign table are: their kinds, and what a database fills or demands. Read once for each table, and the settings are held against it.
// Called by database.ts. The answers of both databases become the same few words here.

import { nearest } from '#nearest.ts';
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import type { Row } from './connection.ts';
import type { Table } from './layout.ts';
import type { DialectName } from './queries/dialect.ts';

export type Kind = 'text' | 'number' | 'moment' | 'boolean' | 'bytes' | 'bits' | 'list' | 'uuid' | 'geometry';
export type ColumnShape = {
  readonly name: string;
  readonly kind: Kind;
  readonly nullable: boolean;
  /** The database gives it a value where we give none. */
  readonly filled: boolean;
  /** Its own comparison finds `Ann` for `ann`, by an index if there is one. */
  readonly caseBlind: boolean;
};
export type Shape = ReadonlyMap<string, ColumnShape>;

const kinds: readonly (readonly [Kind, RegExp])[] = [
  ['number', /^(int[248]?|tinyint|smallint|mediumint|bigint|decimal|numeric|float[48]?|double|real|year|oid|serial)$/],
  ['moment', /^(timestamp|timestamptz|datetime|date)$/],
  ['boolean', /^bool(ean)?$/],
  ['bytes', /^(bytea|(var)?binary|(tiny|medium|long)?blob)$/],
  ['bits', /^bit$/],
  ['list', /^_(text|varchar|bpchar)$/],
  ['uuid', /^uuid$/],
  ['geometry', /^(geometry(collection)?|(multi)?(point|linestring|polygon))$/],
];

export const shapeOf = (rows: readonly Row[], dialect: DialectName): Shape =>
  new Map(rows.map((row) => shaped(row, dialect)).map((column) => [keyOf(column.name, dialect), column]));

function shaped([name, type, nullable, filled, collation]: Row, dialect: DialectName): ColumnShape {
  const kind = kinds.find(([, pattern]) => pattern.test(String(type).toLowerCase()))?.[0] ?? 'text';
  return { name: String(name), kind, nullable: isTrue(nullable), filled: isTrue(filled), caseBlind: dialect === 'mariadb' && /_ci$/.test(String(collation)) };
}

const isTrue = (value: unknown): boolean => value === 1 || value === 't' || value === '1';

/** MariaDB does not tell letters apart in the names of columns. */
const keyOf = (name: string, dialect: DialectName): string => (dialect === 'mariadb' ? name.toLowerCase() : name);

export const isColumnIn = (shape: Shape, name: string, dialect: DialectName): boolean => shape.has(keyOf(name, dialect));

export function columnIn(shape: Shape, name: string, { table, dialect }: { readonly table: Table; readonly dialect: DialectName }): ColumnShape {
  const found = shape.get(keyOf(name, dialect));
  if (found) return found;
  const meant = nearest(
    name,
    [...shape.values()].map((column) => column.name),
  );
  throw new StoreFault(
    'settings',
    say('sql.column-missing', { column: name, table: table.name.join('.'), meant: meant === null ? '' : say('sql.meant', { name: meant }) }),
  );
}

export function noTable({ name }: Table, dialect: DialectName): StoreFault {
  const letters = dialect === 'postgres' ? say('sql.small-letters') : '';
  return new StoreFault('settings', say('sql.table-missing', { table: name.join('.'), letters }));
}
