// Accounts elsewhere by which a user signs in, and the way to unlink one.
import { useState } from 'react';
import { accountsOfUser, type LinkedAccount, unlinkAccount } from '#providers/accounts-contract.ts';
import type { User } from '#users/contract.ts';
import { useAsk, useChange, useMe } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Dim } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told } from '../../shared/show/toast.tsx';
import { When } from '../../shared/show/when.tsx';
import { frame } from '../../shared/strings/frame.ts';
import { providers } from '../../shared/strings/providers.ts';
import { SmallTable } from '../small-table.tsx';

const say = providers.accounts;

export function UserAccounts({ user }: { readonly user: User }) {
  const asked = useAsk(accountsOfUser, { id: user.id });
  const me = useMe();
  const rule = useRefusals('user', user.id);
  const [chosen, setChosen] = useState<LinkedAccount | null>(null);
  if (!asked.data) return asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />;
  const refused = me.user.id === user.id ? frame.yourself : rule(unlinkAccount);
  const rows = asked.data.items.map((account) => ({
    id: account.id,
    off: !account.enabled,
    cells: [
      account.label,
      <span key="provider">
        {account.providerName} {!account.enabled && <Dim>{providers.off}</Dim>}
      </span>,
      <When key="linked" at={account.linkedAt} />,
      <When key="used" at={account.lastUsedAt} />,
      <DoButton key="unlink" size="compact-xs" variant="default" needs={unlinkAccount.needs} refused={refused} onClick={() => setChosen(account)}>
        {say.unlink}
      </DoButton>,
    ],
  }));
  return (
    <Section title={say.title}>
      <SmallTable label={say.title} heads={[say.account, say.provider, say.linked, say.used]} rows={rows} empty={say.none} actions />
      {chosen && <Unlink user={user} account={chosen} onClose={() => setChosen(null)} />}
    </Section>
  );
}

type Props = { readonly user: User; readonly account: LinkedAccount; readonly onClose: () => void };

function Unlink({ user, account: { id, label }, onClose }: Props) {
  const unlink = useChange(unlinkAccount);
  const act = async () => {
    await unlink.mutateAsync({ id: user.id, account: id });
    told(say.done(label));
    onClose();
  };
  return (
    <Dialog title={say.unlinkTitle(label)} verb={say.verb} danger onDo={act} onClose={onClose}>
      <span>{say.unlinkSays}</span>
    </Dialog>
  );
}
