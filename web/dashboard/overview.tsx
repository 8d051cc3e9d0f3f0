// The dashboard's first screen: who is here, last sign-ins and failures, last changes.
import { Page } from '../shared/frame/page.tsx';
import { dashboard as say } from '../shared/strings/dashboard.ts';
import classes from './dashboard.module.css';
import { LastChanges } from './last-changes.tsx';
import { LastSignIns } from './last-sign-ins.tsx';
import { OpenRequests } from './requests/open-requests.tsx';
import { UserStores } from './user-stores.tsx';
import { WhoIsHere } from './who-is-here.tsx';

export function OverviewScreen() {
  return (
    <Page title={say.title}>
      <WhoIsHere />
      <OpenRequests />
      <UserStores />
      <div className={classes.pair}>
        <LastSignIns />
        <LastChanges />
      </div>
    </Page>
  );
}
