// Configure › Applications: the systems that rely on Reeve, its own doors first.
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type Application, addApplication, listApplications } from '#applications/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Dim, Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { nav } from '../../shared/strings/access.ts';
import { applications as say } from '../../shared/strings/applications.ts';
import { SmallTable } from '../small-table.tsx';

/** Reeve's own are called in the reader's language. */
export const calledOf = ({ builtIn, name }: Pick<Application, 'builtIn' | 'name'>): string => (builtIn === '' ? name : say.doors[builtIn]);

function asksFor({ requirement: { factor, minutes } }: Application): string {
  const within = minutes > 0 ? say.asks.within(minutes) : '';
  return factor === 'none' && within !== '' ? within : [say.asks[factor], within].filter((part) => part !== '').join(', ');
}

export function ListApplicationsScreen() {
  const go = useNavigate();
  const { data, isPending, error, refetch } = useAsk(listApplications, {});
  const rows = (data?.items ?? []).map((one) => ({
    id: one.id,
    off: !one.enabled,
    cells: [
      <Link key="name" to="/applications/$id" params={{ id: one.id }}>
        {calledOf(one)}
      </Link>,
      <Dim key="description">{one.builtIn === '' ? one.description : say.own}</Dim>,
      one.homeUrl,
      asksFor(one),
      one.enabled ? <Tag key="state">{say.on}</Tag> : say.off,
    ],
  }));
  return (
    <Page
      title={say.title}
      crumbs={[{ says: nav.configure }]}
      action={
        <DoButton needs={addApplication.needs} leftSection={<IconPlus size={15} />} onClick={() => void go({ to: '/applications/add' })}>
          {say.add}
        </DoButton>
      }
    >
      <p>{say.says}</p>
      {data && (
        <SmallTable
          label={say.title}
          heads={[say.heads.name, say.description, say.heads.home, say.heads.asks, say.heads.state]}
          rows={rows}
          empty={say.empty}
        />
      )}
      {isPending && <Waiting />}
      {error && !data && <Failed thrown={error} again={() => void refetch()} />}
    </Page>
  );
}
