// A layout held against the database: every table and column it speaks of is there, and what an older version lacks is done without.
// Called by sql-store.ts before the first question about users, and by check.
import type { Database } from './database.ts';
import { type Layout, neededLayout, type Table } from './layout.ts';

/** StoreFault `settings` says what is missing. */
export async function holdLayout(database: Database, wanted: Layout | null): Promise<Layout> {
  const layout = await withKey(database, neededLayout(wanted));
  for (const { table, names } of columnsOfLayout(layout)) for (const name of names) await database.column(table, name);
  return layout;
}

/** WSO2 gave its users ids of their own with kernel 4.6; before that the number of the row is all there is, and it is never given again either. */
async function withKey(database: Database, layout: Layout): Promise<Layout> {
  const { users } = layout;
  const lacks = users.key !== users.address && !(await database.has(users.table, users.key));
  return lacks ? { ...layout, users: { ...users, key: users.address } } : layout;
}

/** Every column that a layout speaks of, with the table that must have it. */
function columnsOfLayout({ users, groups }: Layout): readonly { readonly table: Table; readonly names: readonly string[] }[] {
  const named = (...names: readonly (string | null)[]) => names.filter((name) => name !== null);
  const fixed = ({ fixed }: Table) => fixed.map(([name]) => name);
  const { values } = users;
  const mapped = values ? [] : Object.values(users.mapping);
  const own = named(
    users.address,
    users.key,
    users.name,
    users.disabling?.column ?? null,
    users.mustChange,
    users.changed,
    users.password,
    users.salt,
    users.passwordSetAt,
  );
  return [
    { table: users.table, names: [...fixed(users.table), ...own, ...mapped] },
    ...(values ? [{ table: values.table, names: [...fixed(values.table), values.user, values.name, values.value] }] : []),
    ...(groups ? [{ table: groups.table, names: [...fixed(groups.table), groups.address, groups.key, groups.name] }] : []),
    ...(groups ? [{ table: groups.members.table, names: [...fixed(groups.members.table), groups.members.group, groups.members.user] }] : []),
  ];
}
