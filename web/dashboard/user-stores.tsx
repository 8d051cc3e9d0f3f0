// How the user stores of other people do: whether they answer, how many users, and as of when those are shown. Nothing where there is none but PRIMARY.
import { IconAlertTriangle, IconBan, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { listStores, type Store } from '#stores/list-contract.ts';
import { useAsk } from '../shared/call/ask.ts';
import { Section } from '../shared/frame/page.tsx';
import { Failed } from '../shared/frame/states.tsx';
import { Dim } from '../shared/show/bits.tsx';
import { When } from '../shared/show/when.tsx';
import { counted } from '../shared/strings/counted.ts';
import { dashboard as say } from '../shared/strings/dashboard.ts';
import classes from './dashboard.module.css';

export function UserStores() {
  const asked = useAsk(listStores, {});
  if (asked.error) return <Failed thrown={asked.error} again={() => void asked.refetch()} />;
  const foreign = (asked.data?.items ?? []).filter(({ kind }) => kind !== 'primary');
  if (foreign.length === 0) return null;
  return (
    <Section title={say.stores} action={<a href="/carbon/stores">{say.allStores}</a>}>
      <ul className={classes.list}>
        {foreign.map((store) => (
          <li key={store.id} className={classes.item}>
            <Health of={store} />
            <a className={classes.what} href={`/carbon/stores/${store.id}`}>
              <span>{store.domain}</span>
              <span className={classes.second}>{say.total(counted(store.users))}</span>
            </a>
            <Dim>{store.asOf > 0 && <When at={store.asOf} />}</Dim>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const icons = { off: IconBan, silent: IconAlertTriangle, unread: IconCircleDashed, answers: IconCircleCheck } as const;

function stateOf({ enabled, staleSince, asOf }: Store): keyof typeof icons {
  if (!enabled) return 'off';
  if (staleSince > 0) return 'silent';
  return asOf === 0 ? 'unread' : 'answers';
}

function Health({ of }: { readonly of: Store }) {
  const state = stateOf(of);
  const Icon = icons[state];
  return (
    <span className={classes.health} data-state={state}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <span>{say.storeStates[state]}</span>
    </span>
  );
}
