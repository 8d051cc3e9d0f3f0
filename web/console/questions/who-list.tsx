// Everybody who may use a permission.
import { Link } from '@tanstack/react-router';
import { exportWho, who } from '#permissions/contract.ts';
import { addressed } from '../../shared/call/address.ts';
import { usePages } from '../../shared/call/ask.ts';
import { useAddress } from '../../shared/frame/address.ts';
import { Paging } from '../../shared/frame/states.tsx';
import { Dim } from '../../shared/show/bits.tsx';
import { Download } from '../../shared/show/download.tsx';
import { useDisplayPath } from '../../shared/show/may.tsx';
import { ScopeText } from '../../shared/show/scope-text.tsx';
import { questions as say } from '../../shared/strings/access.ts';
import { story } from '../../shared/strings/story.ts';
import { users } from '../../shared/strings/users.ts';
import classes from '../console.module.css';
import { SmallTable } from '../small-table.tsx';
import { PermissionField } from './permission-field.tsx';

export function WhoList() {
  const { address, change } = useAddress();
  const display = useDisplayPath();
  const permission = address.permission ?? '';
  const pages = usePages(who, { permission, limit: 100 }, { enabled: permission !== '' });
  const rows = pages.rows.map(({ why, ...user }) => ({
    id: user.id,
    cells: [
      <Link key="user" to="/users/$id" params={{ id: user.id }}>
        {user.shownName || user.userName}
      </Link>,
      <Dim key="name">
        {user.domain}/{user.userName}
      </Dim>,
      <Link key="role" to="/roles/$id" params={{ id: why.role.id }}>
        {why.role.name}
      </Link>,
      [
        why.through.length > 0 ? say.through(why.through.map((group) => group.name).join(' › ')) : users.roles.direct,
        why.inherited ? say.inherited(display(why.node)) : '',
      ]
        .filter(Boolean)
        .join(', '),
      <ScopeText key="scope" scope={why.scope} />,
    ],
  }));
  return (
    <>
      <div className={classes.ask}>
        <PermissionField value={permission} onChange={(path) => change({ permission: path })} />
      </div>
      {permission === '' && <Dim>{say.choose}</Dim>}
      {permission !== '' && (
        <Download mb="sm" size="compact-sm" href={addressed(exportWho, { permission }).url}>
          {`${story.save} ${story.csv}`}
        </Download>
      )}
      {permission !== '' && (
        <Paging pages={pages}>
          <SmallTable
            label={say.title}
            heads={[users.columns.name, users.columns.userName, users.roles.role, say.way, users.roles.scope]}
            rows={rows}
            empty={say.nobody}
          />
        </Paging>
      )}
    </>
  );
}
