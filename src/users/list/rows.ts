// The rows of a page in the shape of the contract, fetched by their numbers.
// Called by list-program.ts. Knows the columns a row shows.
import type { Kind, State, UserRow } from '../contract.ts';
import type { Context } from './compile.ts';
import { sql, words } from './sql.ts';
import { stateSql } from './state-sql.ts';
import { numbersIn } from './values.ts';

const columns =
  words(`u.no, u.id, u.version, u.kind, st.domain, u.user_name, u.shown_name, u.mail, u.organisation, u.country, u.state_reason, u.locked_until, u.ends_at, u.created_at,
  u.changed_at, coalesce(s.last_sign_in_at, 0) as last_sign_in_at`);

/** In the order of `nos`. */
export async function rowsOf({ query, kind, now }: Context, nos: readonly number[]): Promise<readonly UserRow[]> {
  if (nos.length === 0) return [];
  const { text, values } =
    sql`select ${columns}, ${stateSql(now)} as state from ${numbersIn(kind, nos, 'p')} ${words(kind === 'sqlite' ? 'cross join' : 'join')} users u on u.no = p.no
    join stores st on st.no = u.store_no left join user_sign_ins s on s.user_no = u.no`;
  const found = new Map((await query(text, values)).map((row) => [Number(row.no), rowOf(row)]));
  return nos.flatMap((no) => found.get(no) ?? []);
}

function rowOf(row: Record<string, string | number>): UserRow {
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
    state: text('state') as State,
    stateReason: text('state_reason'),
    lockedUntil: number('locked_until'),
    endsAt: number('ends_at'),
    createdAt: number('created_at'),
    changedAt: number('changed_at'),
    lastSignInAt: number('last_sign_in_at'),
  };
}
