// Users and Roles › Add: what can be added, each with a word on what it is.
import { IconShieldPlus, IconUserPlus, IconUsersPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Page } from '../shared/frame/page.tsx';
import { nav, add as say } from '../shared/strings/access.ts';
import classes from './console.module.css';

const ways = [
  { to: '/users/add', icon: IconUserPlus, ...say.user },
  { to: '/roles/add', icon: IconShieldPlus, ...say.role },
  { to: '/groups/add', icon: IconUsersPlus, ...say.group },
] as const;

export function AddScreen() {
  return (
    <Page title={say.title} crumbs={[{ says: nav.usersAndRoles }, { says: nav.add }]}>
      <div className={classes.ways}>
        {ways.map(({ to, icon: Icon, title, says }) => (
          <Link key={to} to={to} className={classes.way ?? ''}>
            <Icon size={20} stroke={1.6} aria-hidden />
            <strong>{title}</strong>
            <span>{says}</span>
          </Link>
        ))}
      </div>
    </Page>
  );
}
