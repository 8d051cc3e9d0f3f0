// The Management Console: its navigation and its screens. Everything else is in web/shared and in the rooms beside this file.
import {
  IconApps,
  IconBook2,
  IconDatabaseCog,
  IconFingerprint,
  IconForms,
  IconHelpHexagon,
  IconHourglassHigh,
  IconKey,
  IconListCheck,
  IconPalette,
  IconPassword,
  IconShieldCheck,
  IconShieldPlus,
  IconTrash,
  IconUserPlus,
  IconUsers,
  IconUsersGroup,
  IconUsersPlus,
} from '@tabler/icons-react';
import { at as storesAt } from '#stores/list-contract.ts';
import { addUser, listUsers } from '#users/contract.ts';
import { Frame } from '../shared/frame/frame.tsx';
import type { NavGroup } from '../shared/frame/navigation.tsx';
import { makeRouter } from '../shared/frame/router.tsx';
import { start } from '../shared/frame/start.tsx';
import { add, nav } from '../shared/strings/access.ts';
import { frame as say } from '../shared/strings/frame.ts';
import { needs } from './needs.ts';

const groups: readonly NavGroup[] = [
  {
    title: nav.usersAndRoles,
    parts: [
      {
        title: nav.list,
        items: [
          { to: '/users', says: nav.users, icon: IconUsers, needs: listUsers.needs, exact: true },
          { to: '/groups', says: nav.groups, icon: IconUsersGroup, needs: needs.listGroups, exact: true },
          { to: '/roles', says: nav.roles, icon: IconShieldCheck, needs: needs.listRoles, exact: true },
          { to: '/jobs', says: nav.jobs, icon: IconListCheck, needs: needs.rehearse },
          { to: '/recycle-bin', says: nav.bin, icon: IconTrash, needs: listUsers.needs },
          { to: '/password', says: nav.myPassword, icon: IconPassword, needs: needs.changeMyPassword },
        ],
      },
      {
        title: nav.add,
        items: [
          { to: '/users/add', says: add.user.title, icon: IconUserPlus, needs: addUser.needs },
          { to: '/roles/add', says: add.role.title, icon: IconShieldPlus, needs: needs.addRole },
          { to: '/groups/add', says: add.group.title, icon: IconUsersPlus, needs: needs.addGroup },
        ],
      },
    ],
  },
  {
    title: nav.access,
    parts: [
      {
        items: [
          { to: '/who', says: nav.who, icon: IconHelpHexagon, needs: needs.who },
          { to: '/tokens', says: nav.tokens, icon: IconKey },
        ],
      },
    ],
  },
  {
    title: nav.configure,
    parts: [
      {
        items: [
          { to: '/stores', says: nav.stores, icon: IconDatabaseCog, needs: `${storesAt}/view` },
          { to: '/attributes', says: nav.attributes, icon: IconForms, needs: needs.addAttribute },
          { to: '/applications', says: nav.applications, icon: IconApps, needs: needs.listApplications },
          { to: '/signing-in', says: nav.signingIn, icon: IconFingerprint, needs: needs.signInRule },
          { to: '/look', says: nav.look, icon: IconPalette, needs: needs.look },
        ],
      },
    ],
  },
  {
    title: nav.monitor,
    parts: [
      {
        items: [
          { to: '/journal', says: nav.journal, icon: IconBook2, needs: needs.listJournal },
          { to: '/throttles', says: nav.throttles, icon: IconHourglassHigh, needs: needs.listThrottled },
        ],
      },
    ],
  },
];

const ConsoleFrame = () => <Frame app={say.console} groups={groups} other={{ href: '/admin', says: say.toDashboard }} findsUsers />;

void start(
  makeRouter({
    basepath: '/carbon',
    frame: ConsoleFrame,
    home: '/users',
    screens: {
      '/users': () => import('./users/list-users.tsx'),
      '/users/views/$id': () => import('./users/open-view.tsx'),
      '/users/add': () => import('./users/add-user.tsx'),
      '/users/$id': () => import('./users/show-user.tsx'),
      '/recycle-bin': () => import('./bin/recycle-bin.tsx'),
      '/bulk': () => import('./jobs/bulk.tsx'),
      '/plans/$id': () => import('./jobs/plan.tsx'),
      '/jobs': () => import('./jobs/list-jobs.tsx'),
      '/jobs/$id': () => import('./jobs/job.tsx'),
      '/groups': () => import('./groups/list-groups.tsx'),
      '/groups/add': () => import('./groups/add-group.tsx'),
      '/groups/$id': () => import('./groups/show-group.tsx'),
      '/roles': () => import('./roles/list-roles.tsx'),
      '/roles/add': () => import('./roles/add-role.tsx'),
      '/roles/compare': () => import('./roles/compare-roles.tsx'),
      '/roles/$id': () => import('./roles/show-role.tsx'),
      '/stores': () => import('./stores/list-stores.tsx'),
      '/stores/add': () => import('./stores/add-store.tsx'),
      '/stores/$id': () => import('./stores/show-store.tsx'),
      '/attributes': () => import('./attributes/list-attributes.tsx'),
      '/attributes/add': () => import('./attributes/add-attribute.tsx'),
      '/attributes/$id': () => import('./attributes/edit-attribute.tsx'),
      '/applications': () => import('./applications/list-applications.tsx'),
      '/applications/add': () => import('./applications/add-application.tsx'),
      '/applications/$id': () => import('./applications/show-application.tsx'),
      '/look': () => import('./applications/look.tsx'),
      '/signing-in/providers/add': () => import('./providers/add-provider.tsx'),
      '/signing-in/providers/$id': () => import('./providers/show-provider.tsx'),
      '/signing-in': () => import('./signing-in/sign-in-rule.tsx'),
      '/password': () => import('./password/change-my-password.tsx'),
      '/tokens': () => import('./tokens/my-tokens.tsx'),
      '/journal': () => import('./journal/list-journal.tsx'),
      '/who': () => import('./questions/who-may.tsx'),
      '/throttles': () => import('./throttles/list-throttles.tsx'),
      '/add': () => import('./add.tsx'),
    },
  }),
);
