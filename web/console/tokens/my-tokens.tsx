// API Tokens: one's own.
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { addMyToken, endMyToken, myTokens } from '#sessions/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { nav, tokens as say } from '../../shared/strings/access.ts';
import { MakeToken, type NewToken } from './make-token.tsx';
import { TokenTable } from './token-table.tsx';

export function MyTokensScreen() {
  const asked = useAsk(myTokens, {});
  const add = useChange(addMyToken);
  const end = useChange(endMyToken);
  const [making, setMaking] = useState(false);
  const make = async (token: NewToken) => (await add.mutateAsync(token)).secret;
  return (
    <Page
      title={say.title}
      crumbs={[{ says: nav.access }]}
      action={
        <DoButton needs={addMyToken.needs} leftSection={<IconPlus size={15} />} onClick={() => setMaking(true)}>
          {say.add}
        </DoButton>
      }
    >
      <p>{say.says}</p>
      {asked.data && <TokenTable tokens={asked.data.items} needs={endMyToken.needs} onEnd={(token) => end.mutateAsync({ token: token.id })} />}
      {asked.isPending && <Waiting />}
      {asked.error && !asked.data && <Failed thrown={asked.error} again={() => void asked.refetch()} />}
      {making && <MakeToken onMake={make} onClose={() => setMaking(false)} />}
    </Page>
  );
}
