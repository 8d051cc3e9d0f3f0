// Search by part of user name, shown name or mail: three letters or more anywhere, one or two at the beginning.
// Called by compile.ts. `search` is already in the form of the keys.

import type { Kind } from '#db/portable.ts';
import { halves, unmarked } from '#names/sorted.ts';
import { looked, type Part } from './part.ts';
import { type Sql, sql, words } from './sql.ts';

const keys = ['name_key', 'shown_key', 'mail_key'] as const;
/** Fewer make no trigram. */
const lettersMin = 3;
/** Sorts after whatever may follow a beginning. */
const last = String.fromCodePoint(0x10ffff);

export const isShort = (search: string): boolean => [...search].length < lettersMin;

export const searchPart = (kind: Kind, search: string): Part => (isShort(search) ? prefixPart(kind, search) : substringPart(kind, search));

type Key = (typeof keys)[number];

const glued = (parts: readonly Sql[], glue: string): Sql => parts.reduce((all, one) => sql`${all}${words(glue)}${one}`);
const eachKey = (test: (column: Sql) => Sql, glue: string): Sql =>
  glued(
    keys.map((key) => test(words(key))),
    glue,
  );

function prefixPart(kind: Kind, search: string): Part {
  const starts = (of: string, key: Key) => startsWith(kind, { search, column: words(`${of}${key}`), isSorted: key === 'shown_key' });
  const statement = glued(
    keys.map((key) => sql`select no from users where ${starts('', key)}`),
    ' union all ',
  );
  const test = keys.map((key) => starts('u.', key));
  return looked(glued(test, ' or '), { statement, counters: null, exact: true });
}

type Beginning = { readonly search: string; readonly column: Sql; readonly isSorted: boolean };

/** A key that is sorted by begins unmarked: there o finds Österreich, and ö finds it in the other half, and no Otto. */
function startsWith(kind: Kind, { search, column, isSorted }: Beginning): Sql {
  const begins = isSorted ? unmarked(search) : search;
  const stretch = sql`${column} >= ${begins} and ${column} < ${begins + last}`;
  return begins === search ? sql`(${stretch})` : sql`(${stretch} and ${found(kind)}(${column}, ${halves + search}) > 0)`;
}

const found = (kind: Kind): Sql => words(kind === 'sqlite' ? 'instr' : 'strpos');

function substringPart(kind: Kind, search: string): Part {
  const row = eachKey((column) => sql`${found(kind)}(u.${column}, ${search}) > 0`, ' or ');
  if (kind === 'sqlite') return looked(row, { statement: byFts(search), counters: null, exact: true, listed: true });
  if (!hasTrigram(search)) return looked(row);
  const where = byTrigrams(search);
  const members = { statement: sql`select no from users where ${where}`, wide: { index: 'users_text', where, rows: true }, estimate: byTasting(search) };
  return looked(row, { ...members, counters: null, exact: true });
}

/** PostgreSQL makes trigrams of letters and digits alone: without three of them side by side it would read every row that has a word beginning like that. */
const hasTrigram = (search: string): boolean => /[\p{L}\p{N}]{3}/u.test(search);

/** One phrase: quotes inside are doubled. */
const byFts = (search: string): Sql => sql`select rowid as no from users_text where users_text match ${`"${search.replaceAll('"', '""')}"`}`;

/** The expression must read like that of the index. */
const byTrigrams = (search: string): Sql => sql`(name_key || chr(31) || shown_key || chr(31) || mail_key) like ${`%${search.replace(/[\\%_]/g, '\\$&')}%`}`;

/** PostgreSQL can only count by reading every row found. So a thousand users or two, a hundred here and there, say how many it would be. */
const byTasting = (search: string): Sql =>
  sql`select count(*) * (select n from filter_counts where dim = 'all' and val = '') / ${tastes * tasteRows} as n
    from generate_series(0, ${tastes - 1}) at cross join lateral (select ${words(keys.join(', '))} from users
      where no > at * (select max(no) from users) / ${tastes} order by no limit ${tasteRows}) t where ${eachKey((column) => sql`strpos(t.${column}, ${search}) > 0`, ' or ')}`;
const tastes = 16;
const tasteRows = 100;
