// The Admin Dashboard: what happens here. Everything else is in web/shared and in the files beside this one.
import { IconLayoutDashboard, IconMail } from '@tabler/icons-react';
import { showMail } from '#mail/contract.ts';
import { userSummary } from '#users/contract.ts';
import { Frame } from '../shared/frame/frame.tsx';
import type { NavGroup } from '../shared/frame/navigation.tsx';
import { makeRouter } from '../shared/frame/router.tsx';
import { start } from '../shared/frame/start.tsx';
import { dashboard } from '../shared/strings/dashboard.ts';
import { frame as say } from '../shared/strings/frame.ts';
import { mail } from '../shared/strings/mail.ts';

const groups: readonly NavGroup[] = [
  {
    title: dashboard.nav.group,
    parts: [
      {
        items: [
          { to: '/', says: dashboard.nav.overview, icon: IconLayoutDashboard, needs: userSummary.needs, exact: true },
          { to: '/mail', says: mail.nav, icon: IconMail, needs: showMail.needs },
        ],
      },
    ],
  },
];

const DashboardFrame = () => <Frame app={say.dashboard} groups={groups} other={{ href: '/carbon', says: say.toConsole }} findsUsers={false} />;

start(makeRouter({ basepath: '/admin', frame: DashboardFrame, screens: { '/': () => import('./overview.tsx'), '/mail': () => import('./mail/mail.tsx') } }));
