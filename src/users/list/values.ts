// Lists of numbers and texts as one value, so that a statement keeps its text however many there are.
// Called by the files of this folder only. Knows no table.
import type { Kind } from '#db/portable.ts';
import { type Sql, sql, words } from './sql.ts';

const array = (numbers: readonly number[]) => `{${numbers.join(',')}}`;

/** Whether the column has one of these numbers. */
export function oneOfNumbers(kind: Kind, column: string, numbers: readonly number[]): Sql {
  const [only] = numbers;
  if (numbers.length === 1 && only !== undefined) return sql`${words(column)} = ${only}`;
  return kind === 'sqlite'
    ? sql`${words(column)} in (select value from json_each(${JSON.stringify(numbers)}))`
    : sql`${words(column)} = any(${array(numbers)}::integer[])`;
}

/** Whether the column has one of these texts. */
export const oneOfTexts = (kind: Kind, column: string, texts: readonly string[]): Sql =>
  kind === 'sqlite'
    ? sql`${words(column)} in (select value from json_each(${JSON.stringify(texts)}))`
    : sql`${words(column)} in (select value from json_array_elements_text(${JSON.stringify(texts)}::json))`;

/** The numbers as rows `alias(no)`. */
export const numbersIn = (kind: Kind, numbers: readonly number[], alias: string): Sql =>
  kind === 'sqlite'
    ? sql`(select value as no from json_each(${JSON.stringify(numbers)})) ${words(alias)}`
    : sql`(select unnest(${array(numbers)}::integer[]) as no) ${words(alias)}`;
