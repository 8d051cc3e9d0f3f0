// Configure › Signing In › Identity providers: who else may say who somebody is, in the order of their buttons.
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { addProvider, listProviders, type Provider } from '#providers/contract.ts';
import { presets } from '#providers/presets-contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Banner, Dim, Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { counted } from '../../shared/strings/counted.ts';
import { providers as say } from '../../shared/strings/providers.ts';
import { SmallTable } from '../small-table.tsx';

export const newcomersSay = ({ addsUsers, needsApproval }: Pick<Provider, 'addsUsers' | 'needsApproval'>): string =>
  addsUsers ? (needsApproval ? say.wait : say.become) : say.refused;

export function ProvidersTab() {
  const go = useNavigate();
  const { data, isPending, error, refetch } = useAsk(listProviders, {});
  const rows = (data?.items ?? []).map((provider) => ({
    id: provider.id,
    off: !provider.enabled,
    cells: [
      <span key="name">
        <Link to="/signing-in/providers/$id" params={{ id: provider.id }}>
          {provider.name}
        </Link>{' '}
        <Dim>{provider.issuer || presets[provider.preset].title}</Dim>
      </span>,
      provider.enabled ? <Tag key="state">{say.on}</Tag> : say.off,
      counted(provider.linked),
      newcomersSay(provider),
    ],
  }));
  return (
    <Section
      title={say.tab}
      says={say.says}
      action={
        <DoButton needs={addProvider.needs} leftSection={<IconPlus size={15} />} onClick={() => void go({ to: '/signing-in/providers/add' })}>
          {say.add}
        </DoButton>
      }
    >
      {data?.address === '' && <Banner tone="warn">{say.noAddress}</Banner>}
      {data && <SmallTable label={say.tab} heads={[say.heads.name, say.heads.state, say.heads.linked, say.heads.newcomers]} rows={rows} empty={say.none} />}
      {isPending && <Waiting />}
      {error && !data && <Failed thrown={error} again={() => void refetch()} />}
    </Section>
  );
}
