// What the list shows of a user, wide and on a phone. Every column can be chosen; those shown at first come first.
import type { Attribute } from '#attributes/contract.ts';
import type { UserRow } from '#users/contract.ts';
import { titleOf } from '../../shared/form/attributes.ts';
import { Dim } from '../../shared/show/bits.tsx';
import { Face } from '../../shared/show/face.tsx';
import { State } from '../../shared/show/state.tsx';
import { When } from '../../shared/show/when.tsx';
import { show } from '../../shared/strings/show.ts';
import { userTable } from '../../shared/strings/user-table.ts';
import { users as say } from '../../shared/strings/users.ts';
import type { Column } from '../../shared/table/columns.ts';
import classes from './users.module.css';

const nameOf = (user: UserRow) => user.shownName || user.userName;
const momentText = (at: number) => (at === 0 ? '' : new Date(at).toISOString());

type Field = 'mail' | 'domain' | 'organisation' | 'country' | 'stateReason';
const text = (id: Field, title: string, width: number, more: Partial<Column<UserRow>> = {}): Column<UserRow> => ({
  id,
  title,
  width,
  cell: (user) => <Dim>{user[id]}</Dim>,
  text: (user) => user[id],
  ...more,
});

type Moment = 'lastSignInAt' | 'createdAt' | 'changedAt' | 'endsAt' | 'lockedUntil';
const moment = (id: Moment, title: string, more: Partial<Column<UserRow>> = {}): Column<UserRow> => ({
  id,
  title,
  width: 108,
  right: true,
  cell: (user) => <When at={user[id]} />,
  text: (user) => momentText(user[id]),
  ...more,
});

/** One column for each attribute that lists may show and that no other column shows. */
export function attributeColumns(attributes: readonly Attribute[]): readonly Column<UserRow>[] {
  const known = new Set<string>(userColumns().map(({ id }) => id));
  return attributes
    .filter(({ name, inLists, see }) => inLists && see !== 'nobody' && !known.has(name))
    .map((attribute) => {
      const textOf = (user: UserRow) => [user.attributes[attribute.name] ?? ''].flat().join(', ');
      return {
        id: `attribute.${attribute.name}`,
        title: titleOf(attribute),
        width: 140,
        // Fields that every user has, and that are no column otherwise, have no index to be sorted by.
        ...(attribute.builtIn ? {} : { sort: `attribute.${attribute.name}` }),
        cell: (user) => <Dim>{textOf(user)}</Dim>,
        text: textOf,
      };
    });
}

/** Those shown at first are as wide together as a screen of 1,280 has room for. */
export const userColumns = (): readonly Column<UserRow>[] => [
  {
    id: 'shownName',
    title: say.columns.name,
    width: 144,
    grows: true,
    sort: 'shownName',
    cell: (user) => (
      <>
        <Face kind={user.kind} name={nameOf(user)} />
        <span className={classes.main}>{nameOf(user)}</span>
      </>
    ),
    text: nameOf,
  },
  { id: 'userName', title: say.columns.userName, width: 132, sort: 'userName', cell: (user) => <span>{user.userName}</span>, text: (user) => user.userName },
  { id: 'state', title: say.columns.state, width: 152, sort: 'state', cell: (user) => <State of={user} />, text: (user) => user.state },
  text('mail', say.columns.mail, 118, { grows: true, sort: 'mail' }),
  text('domain', say.columns.domain, 88, { sort: 'domain' }),
  text('country', say.columns.country, 76, { sort: 'country' }),
  moment('lastSignInAt', say.columns.lastSignIn, { sort: 'lastSignInAt' }),
  moment('createdAt', say.columns.created, { width: 104, sort: 'createdAt' }),
  { id: 'kind', title: userTable.columns.kind, width: 92, sort: 'kind', cell: (user) => <Dim>{show.kind[user.kind]}</Dim>, text: (user) => user.kind },
  text('organisation', say.columns.organisation, 160, { sort: 'organisation' }),
  moment('changedAt', say.columns.changed, { sort: 'changedAt' }),
  moment('endsAt', say.columns.ends, { sort: 'endsAt', cell: (user) => <When at={user.endsAt} none="" /> }),
  text('stateReason', userTable.columns.stateReason, 160, { sort: 'stateReason' }),
  moment('lockedUntil', userTable.columns.lockedUntil, { sort: 'lockedUntil', cell: (user) => <When at={user.lockedUntil} none="" /> }),
];

/** Those shown until somebody chooses. */
export const columnsAtFirst: readonly string[] = ['shownName', 'userName', 'state', 'mail', 'domain', 'country', 'lastSignInAt', 'createdAt'];

export const compactUser = (user: UserRow) => (
  <>
    <Face kind={user.kind} name={nameOf(user)} />
    <span className={classes.two}>
      <span className={classes.main}>{nameOf(user)}</span>
      <span className={classes.second}>{user.domain === 'PRIMARY' ? user.userName : `${user.domain}/${user.userName}`}</span>
    </span>
    <span className={classes.end}>
      <State of={user} />
    </span>
  </>
);
