// Pieces of SQL with their values, put together like text. `?` stands for a value on both databases (db/database.ts).
// Called by the files of this folder only. Knows no table.

export type Value = string | number;
export type Sql = { readonly text: string; readonly values: readonly Value[] };

/** Values become `?`; pieces are put in with theirs. */
export function sql(texts: TemplateStringsArray, ...parts: readonly (Sql | Value)[]): Sql {
  let text = texts[0] ?? '';
  const values: Value[] = [];
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'object') {
      text += part.text;
      values.push(...part.values);
    } else {
      text += '?';
      values.push(part);
    }
    text += texts[index + 1] ?? '';
  }
  return { text, values };
}

/** Words of our own, never of a caller. */
export const words = (text: string): Sql => ({ text, values: [] });

export const joined = (pieces: readonly Sql[], glue: string): Sql => ({
  text: pieces.map((piece) => piece.text).join(glue),
  values: pieces.flatMap((piece) => piece.values),
});

/** All of them, or true. */
export const and = (pieces: readonly Sql[]): Sql =>
  pieces.length === 0
    ? words('1 = 1')
    : joined(
        pieces.map((piece) => sql`(${piece})`),
        ' and ',
      );
/** Any of them, or false. */
export const or = (pieces: readonly Sql[]): Sql =>
  pieces.length === 0
    ? words('1 = 0')
    : joined(
        pieces.map((piece) => sql`(${piece})`),
        ' or ',
      );
