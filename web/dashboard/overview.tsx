// The dashboard's first screen: who is here, last sign-ins and failures, last changes.
import { countRequests } from '#requests/contract.ts';
import { listStores } from '#stores/list-contract.ts';
import { userSummary } from '#users/contract.ts';
import { useAsk } from '../shared/call/ask.ts';
import { Page } from '../shared/frame/page.tsx';
import { Waiting } from '../shared/frame/states.tsx';
import { useMay } from '../shared/show/may.tsx';
import { dashboard as say } from '../shared/strings/dashboard.ts';
import classes from './dashboard.module.css';
import { LastChanges } from './last-changes.tsx';
import { LastSignIns } from './last-sign-ins.tsx';
import { OpenRequests } from './requests/open-requests.tsx';
import { UserStores } from './user-stores.tsx';
import { WhoIsHere } from './who-is-here.tsx';

export function OverviewScreen() {
  const settled = useSettled();
  return (
    <Page title={say.title}>
      {!settled && <Waiting />}
      <div hidden={!settled}>
        <WhoIsHere />
        <OpenRequests />
        <UserStores />
        <div className={classes.pair}>
          <LastSignIns />
          <LastChanges />
        </div>
      </div>
    </Page>
  );
}

/** What stands above others comes first, or with them: nothing jumps down under the pointer. All is asked for at once. */
function useSettled(): boolean {
  const { may } = useMay(countRequests.needs);
  const [users, stores, requests] = [useAsk(userSummary, {}), useAsk(listStores, {}), useAsk(countRequests, {}, { enabled: may })];
  return !users.isPending && !stores.isPending && !(may && requests.isPending);
}
