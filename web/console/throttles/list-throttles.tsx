// Monitor › Slowed sign-ins: who and which networks are being slowed after failures, and the way to lift it.
import { liftThrottle, listThrottled } from '#authentication/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { When } from '../../shared/show/when.tsx';
import { nav, throttles as say } from '../../shared/strings/access.ts';
import { SmallTable } from '../small-table.tsx';

export function ListThrottlesScreen() {
  const asked = useAsk(listThrottled, {});
  const lift = useChange(liftThrottle);
  const rows = (asked.data?.items ?? []).map((each) => ({
    id: each.key,
    cells: [
      each.says,
      each.failures,
      <When key="until" at={each.until} />,
      <DoButton
        key="lift"
        size="compact-xs"
        variant="default"
        needs={liftThrottle.needs}
        onClick={() => lift.mutate({ key: each.key }, { onSuccess: () => told(say.lifted), onError: toldTrouble })}
      >
        {say.lift}
      </DoButton>,
    ],
  }));
  return (
    <Page title={say.title} crumbs={[{ says: nav.monitor }]}>
      <p>{say.says}</p>
      {asked.data && <SmallTable label={say.title} heads={[say.what, say.failures, say.until]} rows={rows} empty={say.nothing} actions />}
      {asked.isPending && <Waiting />}
      {asked.error && !asked.data && <Failed thrown={asked.error} again={() => void asked.refetch()} />}
    </Page>
  );
}
