// The state of a user as SQL: the same order as stateOf() in the gate (rule 6), for showing it and for filtering by it.
// Called by rows.ts, compile.ts and whoever else selects users. `u` is the alias of users; the moment comes as a value.
import type { State } from '../contract.ts';
import { type Sql, sql, words } from './sql.ts';

const hasEnded = (now: number) => sql`u.ends_at <> 0 and u.ends_at <= ${now}`;
const isLocked = (now: number) => sql`u.locked_at <> 0 and (u.locked_until = 0 or u.locked_until > ${now})`;
const isPending = (now: number) => sql`u.pending <> '' or u.starts_at > ${now}`;

/** The shown state of `u`. */
export const stateSql = (now: number): Sql =>
  sql`case when u.deleted_at <> 0 then 'deleted' when u.disabled_at <> 0 then 'disabled' when ${hasEnded(now)} then 'ended' when ${isLocked(now)} then 'locked' when ${isPending(now)} then 'pending' else 'active' end`;

/** Whether `u` has this state. */
export const hasState = (state: State, now: number): Sql => sql`${stateSql(now)} = ${words(`'${state}'`)}`;
