// The rows of a page in the shape of the contract, fetched by their numbers.
// Called by list-program.ts. Knows the columns a row shows.
import type { Kind, State, UserRow } from '../contract.ts';
import type { Context } from './compile.ts';
import { sql, words } from './sql.ts';
import { stateSql } from './state-sql.ts';
import { numbersIn } from './values.ts';

const columns =
  words(`u.no, u.id, u.version, u.kind, st.domain, u.user_name, u.shown_name, u.mail, u.organisation, u.country, u.state_reason, u.locked_until, u.ends_at, u.created_at,
  u.changed_at, u.given_name, u.family_name, u.phone, u.language, u.time_zone, u.attributes, coalesce(s.last_sign_in_at, 0) as last_sign_in_at`);

/** In the order of `nos`, each with those of his attributes that are `listed`. */
export async function rowsOf({ query, kind, now }: Context, nos: readonly number[], listed: readonly string[]): Promise<readonly UserRow[]> {
  if (nos.length === 0) return [];
  const { text, values } =
    sql`select ${columns}, ${stateSql(now)} as state from ${numbersIn(kind, nos, 'p')} ${words(kind === 'sqlite' ? 'cross join' : 'join')} users u on u.no = p.no
    join stores st on st.no = u.store_no left join user_sign_ins s on s.user_no = u.no`;
  const found = new Map((await query(text, values)).map((row) => [Number(row.no), rowOf(row, listed)]));
  return nos.flatMap((no) => found.get(no) ?? []);
}

/** Fields of every user that no row shows unless lists are to show them. */
const ownColumns: Readonly<Record<string, string>> = {
  givenName: 'given_name',
  familyName: 'family_name',
  phone: 'phone',
  language: 'language',
  timeZone: 'time_zone',
};

function attributesOf(row: Record<string, string | number>, listed: readonly string[]): UserRow['attributes'] {
  if (listed.length === 0) return {};
  const own = Object.entries(ownColumns).map(([name, column]) => [name, String(row[column] ?? '')] as const);
  // Written by us alone, through the contract's schema. A free attribute never has the name of a field.
  const all = new Map<string, string | string[]>([...Object.entries(JSON.parse(String(row.attributes)) as UserRow['attributes']), ...own]);
  const values = listed.map((name) => [name, all.get(name) ?? ''] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

function rowOf(row: Record<string, string | number>, listed: readonly string[]): UserRow {
  const text = (column: string) => String(row[column] ?? '');
  const number = (column: string) => Number(row[column] ?? 0);
  return {
    id: text('id'),
    version: number('version'),
    // Checked when they were written; the state comes from our own expression.
    kind: text('kind') as Kind,
    domain: text('domain'),
    userName: text('user_name'),
    shownName: text('shown_name'),
    mail: text('mail'),
    organisation: text('organisation'),
    country: text('country'),
    attributes: attributesOf(row, listed),
    state: text('state') as State,
    stateReason: text('state_reason'),
    lockedUntil: number('locked_until'),
    endsAt: number('ends_at'),
    createdAt: number('created_at'),
    changedAt: number('changed_at'),
    lastSignInAt: number('last_sign_in_at'),
  };
}
