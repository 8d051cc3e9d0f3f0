// Access › Who may?: everybody who may use a permission and through which role; and whether one user could, with the reason.
import { Page } from '../../shared/frame/page.tsx';
import { nav, questions as say } from '../../shared/strings/access.ts';
import { PageTabs } from '../tabs.tsx';
import { CouldHe } from './could-he.tsx';
import { WhoList } from './who-list.tsx';

export function WhoMayScreen() {
  return (
    <Page title={say.title} crumbs={[{ says: nav.access }]}>
      <PageTabs
        tabs={[
          { id: 'who', says: say.tabs.who, body: () => <WhoList /> },
          { id: 'could', says: say.tabs.could, body: () => <CouldHe /> },
        ]}
      />
    </Page>
  );
}
