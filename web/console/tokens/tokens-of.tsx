// The tokens of a user, as a tab of his page: made here for devices and programs, ended here for everybody.
import { addToken, endToken, tokensOfUser } from '#sessions/contract.ts';
import type { User } from '#users/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { useAddress } from '../../shared/frame/address.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { tokens as say } from '../../shared/strings/access.ts';
import { MakeToken, type NewToken } from './make-token.tsx';
import { TokenTable } from './token-table.tsx';

export function TokensOf({ user }: { readonly user: User }) {
  const asked = useAsk(tokensOfUser, { id: user.id });
  const add = useChange(addToken);
  const rule = useRefusals('user', user.id);
  const end = useChange(endToken);
  const { address, change } = useAddress();
  // The page's own button opens it by the address.
  const making = address.do === 'token' && user.kind !== 'person';
  const setMaking = (open: boolean) => change({ do: open ? 'token' : undefined }, true);
  const make = async (token: NewToken) => (await add.mutateAsync({ id: user.id, ...token })).secret;
  if (!asked.data) return asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />;
  return (
    <Section
      title={say.title}
      action={
        <DoButton variant="default" needs={addToken.needs} refused={user.kind === 'person' ? say.person : rule(addToken)} onClick={() => setMaking(true)}>
          {say.add}
        </DoButton>
      }
    >
      <TokenTable
        tokens={asked.data.items}
        needs={endToken.needs}
        refused={rule(endToken)}
        onEnd={(token) => end.mutateAsync({ id: user.id, token: token.id })}
      />
      {making && <MakeToken onMake={make} onClose={() => setMaking(false)} />}
    </Section>
  );
}
