// What the list shows of a user, wide and on a phone.
import type { UserRow } from '#users/contract.ts';
import { Dim } from '../../shared/show/bits.tsx';
import { Face } from '../../shared/show/face.tsx';
import { State } from '../../shared/show/state.tsx';
import { When } from '../../shared/show/when.tsx';
import { users as say } from '../../shared/strings/users.ts';
import type { Column } from '../../shared/table/columns.ts';
import classes from './users.module.css';

const nameOf = (user: UserRow) => user.shownName || user.userName;

export const userColumns = (): readonly Column<UserRow>[] => [
  {
    id: 'shownName',
    title: say.columns.name,
    width: 180,
    grows: true,
    sort: 'shownName',
    cell: (user) => (
      <>
        <Face kind={user.kind} name={nameOf(user)} />
        <span className={classes.main}>{nameOf(user)}</span>
      </>
    ),
  },
  { id: 'userName', title: say.columns.userName, width: 140, sort: 'userName', cell: (user) => <span>{user.userName}</span> },
  { id: 'state', title: say.columns.state, width: 152, cell: (user) => <State of={user} /> },
  { id: 'mail', title: say.columns.mail, width: 172, grows: true, sort: 'mail', cell: (user) => <Dim>{user.mail}</Dim> },
  { id: 'domain', title: say.columns.domain, width: 92, cell: (user) => <Dim>{user.domain}</Dim> },
  { id: 'country', title: say.columns.country, width: 72, cell: (user) => <Dim>{user.country}</Dim> },
  { id: 'lastSignInAt', title: say.columns.lastSignIn, width: 116, sort: 'lastSignInAt', right: true, cell: (user) => <When at={user.lastSignInAt} /> },
  { id: 'createdAt', title: say.columns.created, width: 112, sort: 'createdAt', right: true, cell: (user) => <When at={user.createdAt} /> },
];

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
