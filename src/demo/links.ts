// Memberships and attribute values: they come user by user and are given back in the order of their tables' keys, so that no database has to sort or search.
// Called by rows.ts and fill.ts. Users come in ascending order. Knows two tables.
import { type Row, Sheet } from './sheet.ts';

const rowsOfSheetMax = 50_000;
export const byDemo = 'host:demo';

type Members = { readonly users: number[]; readonly since: number[] };
type Values = { readonly keys: string[]; readonly users: number[] };

export class Links {
  readonly #members = new Map<number, Members>();
  readonly #values = new Map<number, Values>();

  join(group: number, user: number, since: number): void {
    const members = this.#members.get(group) ?? { users: [], since: [] };
    if (members.users.length === 0) this.#members.set(group, members);
    members.users.push(user);
    members.since.push(since);
  }

  hold(attribute: number, key: string, user: number): void {
    const values = this.#values.get(attribute) ?? { keys: [], users: [] };
    if (values.users.length === 0) this.#values.set(attribute, values);
    values.keys.push(key);
    values.users.push(user);
  }

  *sheets(): Generator<Sheet> {
    yield* inSheets('group_members', this.#memberRows());
    yield* inSheets('user_attributes', this.#valueRows());
  }

  *#memberRows(): Generator<Row> {
    for (const [group_no, { users, since }] of ascending(this.#members))
      for (const [index, user_no] of users.entries()) yield { group_no, user_no, added_at: since[index] ?? 0, added_by: byDemo };
  }

  *#valueRows(): Generator<Row> {
    for (const [attribute_no, values] of ascending(this.#values))
      for (const [value_key, users] of byKey(values)) for (const user_no of users) yield { attribute_no, value_key, user_no, verified_at: 0 };
  }
}

const ascending = <T>(map: ReadonlyMap<number, T>): readonly (readonly [number, T])[] => [...map].sort(([a], [b]) => a - b);

/** Few values that many have are put together; values that rise with the users, as numbers of employees do, are in order already. */
function* byKey({ keys, users }: Values): Generator<readonly [string, readonly number[]]> {
  if (keys.every((key, index) => index === 0 || key > (keys[index - 1] ?? ''))) {
    for (const [index, key] of keys.entries()) yield [key, [users[index] ?? 0]];
    return;
  }
  const found = new Map<string, number[]>();
  for (const [index, key] of keys.entries()) {
    const same = found.get(key) ?? [];
    if (same.length === 0) found.set(key, same);
    same.push(users[index] ?? 0);
  }
  yield* [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function* inSheets(table: Sheet['table'], rows: Iterable<Row>): Generator<Sheet> {
  let sheet = new Sheet(table);
  for (const row of rows) {
    sheet.add(row);
    if (sheet.rows < rowsOfSheetMax) continue;
    yield sheet;
    sheet = new Sheet(table);
  }
  yield sheet;
}
