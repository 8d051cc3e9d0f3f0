// Collecting a list: take everybody the rarest filter covers, test the other filters, sort. And counting the same way.
// Called by the two programs when the rarest filter is small; knows no time limit.
import type { Context } from './compile.ts';
import type { Members } from './part.ts';
import { conditionBeside, orders, type Plan, within } from './plan.ts';
import { and, type Sql, sql, words } from './sql.ts';
import { direction, type Place } from './walk.ts';

export async function collect(
  { query, kind }: Context,
  plan: Plan,
  members: Members,
  { from, wanted }: { readonly from: Place | null; readonly wanted: number },
): Promise<readonly Place[]> {
  const key = kind === 'sqlite' ? `u.${orders[plan.sort].column}` : 'w.key';
  const source = sql`${collected(members)} ${withKeys(kind, plan)}`;
  const { text, values } =
    sql`${source} where ${and([conditionBeside(plan, members, true), within(plan, key), afterPlace(plan, key, from)])} order by key ${direction(plan)}, no ${direction(plan)} limit ${wanted}`;
  const rows = await query(text, values);
  return rows.flatMap((row) => (row.key === undefined ? [] : [{ key: row.key, no: Number(row.no) }]));
}

/** How many fit, exactly. `condition` holds all filters. */
export async function countCollected({ query, kind }: Context, condition: Sql, members: Members): Promise<number> {
  const facts =
    kind === 'sqlite'
      ? words('cross join users w indexed by users_facts on w.no = c.no')
      : words('cross join lateral (select no, facts from users where no = c.no limit 1) w');
  const { text, values } = sql`${collected(members)} select count(*) as n from c ${facts} where ${condition}`;
  const [row] = await query(text, values);
  return Number(row?.n ?? 0);
}

const collected = ({ statement }: Members): Sql => sql`with c(no) as materialized (select distinct no from (${statement}) covered)`;

/** The place comes outside of what is materialised: inside, PostgreSQL swaps the join and takes half a minute. */
function withKeys(kind: Context['kind'], { sort }: Plan): Sql {
  const { table, column, no } = orders[sort];
  if (kind === 'sqlite') {
    const keys = table === 'users' ? 'u.no = c.no' : 'u.user_no = c.no';
    return words(`select u.${column} as key, c.no as no from c cross join users w indexed by users_facts on w.no = c.no cross join ${table} u on ${keys}`);
  }
  const keys =
    table === 'users'
      ? `select no, facts, ${column} as key from users where no = c.no limit 1`
      : `select f.no, f.facts, s.${column} as key from users f join user_sign_ins s on s.${no} = f.no where f.no = c.no limit 1`;
  return words(`select w.key, w.no from c cross join lateral (${keys}) w`);
}

function afterPlace(plan: Plan, key: string, from: Place | null): Sql {
  if (!from) return words('1 = 1');
  const after = words(plan.descending ? '<' : '>');
  return sql`(${words(key)} ${after} ${from.key} or (${words(key)} = ${from.key} and w.no ${after} ${from.no}))`;
}
