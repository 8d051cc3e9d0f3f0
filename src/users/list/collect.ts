// Collecting a list: take everybody one filter covers, test the other filters, sort. And counting the same way.
// Called by the two programs when that is cheap; knows no time limit.
import type { Context } from './compile.ts';
import { everybody, isOf, isOpen, type Members, type Part, told } from './part.ts';
import { conditionOf, orders, type Plan, partsBeside, within } from './plan.ts';
import { and, type Sql, sql, words } from './sql.ts';
import { direction, type Place } from './walk.ts';

export async function collect(
  { query, kind }: Context,
  plan: Plan,
  members: Members,
  { from, wanted }: { readonly from: Place | null; readonly wanted: number },
): Promise<readonly Place[]> {
  const { source, key, parts } = sourceOf(kind, plan, members);
  const condition = conditionOf(parts);
  const { text, values } =
    sql`${source} where ${and([condition, within(plan, key), afterPlace(plan, key, from)])} order by key ${direction(plan)}, no ${direction(plan)} limit ${wanted}`;
  const rows = await query(text, values);
  return rows.flatMap((row) => (row.key === undefined ? [] : [{ key: row.key, no: Number(row.no) }]));
}

/** How many fit, exactly. */
export async function countCollected({ query, kind }: Context, plan: Plan, members: Members): Promise<number> {
  const { with: before, rows, parts } = withKeys(kind, members, partsBeside(plan, members, { ordered: false, keys: true }));
  const { text, values } = sql`${before} select count(*) as n from ${rows} where ${conditionOf(parts)}`;
  const [row] = await query(text, values);
  return Number(row?.n ?? 0);
}

type Source = { readonly source: Sql; readonly key: string; readonly parts: readonly Part[] };

/** Statement up to its `where`, with w(no, facts …); the key to sort by; what is left to ask. */
function sourceOf(kind: Context['kind'], plan: Plan, members: Members): Source {
  const { table, column } = orders[plan.sort];
  const signIn = table === 'user_sign_ins';
  const isWide = members.wide !== undefined && !plan.parts.some((part) => part.joined && !isOf(part, members)) && !(signIn && isNamedSooner(plan, members));
  const asked = partsBeside(plan, members, { ordered: true, keys: isWide || !signIn });
  if (signIn && !isWide) {
    const [links, parts] = apart(kind, asked);
    const rows =
      kind === 'sqlite'
        ? words(`c cross join ${signIns} w on w.no = c.no`)
        : sql`(select * from ${words(signIns)} s where s.no = ${anyOf(members, links)} offset 0) w`;
    return {
      source: sql`${kind === 'sqlite' ? covered(members, links) : words('')} select w.${words(column)} as key, w.no as no from ${rows}`,
      key: `w.${column}`,
      parts,
    };
  }
  const { with: before, rows, parts } = withKeys(kind, members, asked);
  if (!signIn) return { source: sql`${before} select w.${words(column)} as key, w.no as no from ${rows}`, key: `w.${column}`, parts };
  const last =
    kind === 'sqlite' ? `cross join ${table} s on s.user_no = w.no` : `cross join lateral (select ${column} from ${table} where user_no = w.no limit 1) s`;
  return { source: sql`${before} select s.${words(column)} as key, w.no as no from ${rows} ${words(last)}`, key: `s.${column}`, parts };
}

/** Where facts decide, and an index leads to rows: what is sorted by has the facts beside it as well. */
const isNamedSooner = (plan: Plan, members: Members): boolean =>
  members.wide?.rows === true && !partsBeside(plan, members, { ordered: true, keys: false }).some(isOpen);

const signIns = '(select user_no as no, facts, created_at, last_sign_in_at from user_sign_ins)';

type Links = { readonly kind: Context['kind']; readonly joined: readonly Sql[]; readonly condition: Sql };

/** Links are asked about first where somebody's number is all that is known of him. */
const apart = (kind: Context['kind'], parts: readonly Part[]): readonly [links: Links, rest: readonly Part[]] => {
  const joined = parts.filter((part) => part.joined && isOpen(part));
  const single = parts.filter((part) => part.link && part.test && !joined.includes(part));
  const rest = parts.map((part) => (joined.includes(part) ? told(part) : single.includes(part) ? { ...part, test: null } : part));
  const condition = conditionOf(single.map((part) => ({ ...part, bits: everybody.bits })));
  return [{ kind, joined: joined.flatMap((part) => part.joined?.statement ?? []), condition }, rest];
};

const covered = (members: Members, links: Links): Sql =>
  sql`with c(no) as materialized (select distinct w.no from (${intersected(members, links)}) w where ${links.condition})`;

/** PostgreSQL finds rows by an array of numbers twice as fast as one by one. */
const anyOf = (members: Members, links: Links): Sql => sql`any(array(select w.no from (${intersected(members, links)}) w where ${links.condition}))`;

/**
 * SQLite intersects by sorting; `in` takes it ten times as long. PostgreSQL could make a join one of every pair, but not one that keeps what either side has
 * alone: that is hashed or merged, whatever it believes of their sizes, and takes half as long as `intersect`. A list may name somebody once for each of his
 * groups: on one side he is asked for once, else two such lists would name him once for each pair of them.
 */
export const intersected = ({ statement }: Pick<Members, 'statement'>, { kind, joined }: Pick<Links, 'kind' | 'joined'>): Sql =>
  joined.reduce(
    (one, other) =>
      kind === 'sqlite'
        ? sql`${one} intersect select j.no from (${other}) j`
        : sql`select i.no from (${one}) i full join (select distinct no from (${other}) k) j on i.no = j.no where i.no is not distinct from j.no`,
    sql`select i.no from (${statement}) i`,
  );

/**
 * Everybody covered, with facts and keys: out of the wide index, else one by one. `offset 0` keeps PostgreSQL from walking the order instead, and the place
 * comes outside of it: inside, the planner took half a minute.
 */
function withKeys(
  kind: Context['kind'],
  members: Members,
  asked: readonly Part[],
): { readonly with: Sql; readonly rows: Sql; readonly parts: readonly Part[] } {
  const { wide } = members;
  if (wide && !asked.some((part) => part.joined && isOpen(part))) {
    const rows =
      kind === 'sqlite'
        ? sql`(select * from users indexed by ${words(wide.index)} where ${wide.where}) w`
        : sql`(select ${keys} from users where ${wide.rows ? and([wide.where, ...fewOf(asked, members)]) : wide.where} offset 0) w`;
    return { with: words(''), rows, parts: asked };
  }
  const [links, parts] = apart(kind, asked);
  if (kind === 'sqlite') return { with: covered(members, links), rows: words('c cross join users w indexed by users_keys on w.no = c.no'), parts };
  return { with: words(''), rows: sql`(select ${keys} from users where no = ${anyOf(members, links)} offset 0) w`, parts };
}

/** PostgreSQL looks up rows of those alone whom both indexes name. */
const fewOf = (parts: readonly Part[], but: Members): readonly Sql[] => parts.flatMap((part) => (isOf(part, but) ? [] : (part.members?.where ?? [])));

const keys = words('no, facts, name_key, shown_key, mail_key, created_at, changed_at, ends_at');

function afterPlace(plan: Plan, key: string, from: Place | null): Sql {
  if (!from) return words('1 = 1');
  const after = words(plan.descending ? '<' : '>');
  return sql`(${words(key)} ${after} ${from.key} or (${words(key)} = ${from.key} and w.no ${after} ${from.no}))`;
}
