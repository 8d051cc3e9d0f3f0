// What a user has beside his password, and the way to take it away when he has lost it.
import { factorsOfUser, resetFactors } from '#factors/contract.ts';
import type { User } from '#users/contract.ts';
import { useAsk, useMe } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Dim, Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { When } from '../../shared/show/when.tsx';
import { factors as say } from '../../shared/strings/factors.ts';
import { frame } from '../../shared/strings/frame.ts';
import { SmallTable } from '../small-table.tsx';
import type { Opened } from './actions.tsx';

export function UserFactors({ user, onOpen }: { readonly user: User; readonly onOpen: (opened: Opened) => void }) {
  const asked = useAsk(factorsOfUser, { id: user.id });
  const me = useMe();
  const rule = useRefusals('user', user.id);
  if (!asked.data) return asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />;
  const { items, recoveryCodes, required } = asked.data;
  const refused = me.user.id === user.id ? frame.yourself : items.length === 0 ? say.noneToReset : rule(resetFactors);
  const rows = items.map((factor) => ({
    id: factor.id,
    cells: [
      <span key="name">
        {factor.name} {factor.suspended && <Tag tone="warn">{say.suspended}</Tag>}
      </span>,
      say.kinds[factor.kind],
      <When key="added" at={factor.createdAt} />,
      <When key="used" at={factor.lastUsedAt} />,
    ],
  }));
  return (
    <Section
      title={say.ofUser}
      action={
        <DoButton variant="default" needs={resetFactors.needs} refused={refused} onClick={() => onOpen({ act: 'resetFactors', user })}>
          {say.reset}
        </DoButton>
      }
    >
      <SmallTable label={say.ofUser} heads={[say.name, say.kind, say.added, say.used]} rows={rows} empty={required ? say.noneRequired : say.none} />
      {items.length > 0 && <Dim>{say.codes(recoveryCodes)}</Dim>}
    </Section>
  );
}
