// The Admin Dashboard: what happens here. Everything else is in web/shared and in the files beside this one.
import { IconChecklist, IconLayoutDashboard, IconMail } from '@tabler/icons-react';
import { showMail } from '#mail/contract.ts';
import { listRequests } from '#requests/contract.ts';
import { userSummary } from '#users/contract.ts';
import { Frame } from '../shared/frame/frame.tsx';
import type { NavGroup } from '../shared/frame/navigation.tsx';
import { makeRouter } from '../shared/frame/router.tsx';
import { start } from '../shared/frame/start.tsx';
import { dashboard } from '../shared/strings/dashboard.ts';
import { frame as say } from '../shared/strings/frame.ts';
import { mail } from '../shared/strings/mail.ts';
import { requests } from '../shared/strings/requests.ts';

const groups: readonly NavGroup[] = [
  {
    title: dashboard.nav.group,
    parts: [
      {
        items: [
          { to: '/', says: dashboard.nav.overview, icon: IconLayoutDashboard, needs: userSummary.needs, exact: true },
          { to: '/requests', says: requests.nav, icon: IconChecklist, needs: listRequests.needs },
          { to: '/mail', says: mail.nav, icon: IconMail, needs: showMail.needs },
        ],
      },
    ],
  },
];

const DashboardFrame = () => <Frame app={say.dashboard} groups={groups} other={{ href: '/carbon', says: say.toConsole }} findsUsers={false} />;

void start(
  makeRouter({
    basepath: '/admin',
    frame: DashboardFrame,
    screens: { '/': () => import('./overview.tsx'), '/requests': () => import('./requests/list-requests.tsx'), '/mail': () => import('./mail/mail.tsx') },
  }),
);
