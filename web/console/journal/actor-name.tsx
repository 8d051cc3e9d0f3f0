// The journal's screens. This file: who did it, by name where it can be known, with when.
// It knows actors as the contracts give them: a user's id, `host:…`, or nothing for what is built in.
import { Link } from '@tanstack/react-router';
import { showUser } from '#users/contract.ts';
import { useAsk, useMe } from '../../shared/call/ask.ts';
import { holds } from '../../shared/call/rights.ts';
import { Dim } from '../../shared/show/bits.tsx';
import { When } from '../../shared/show/when.tsx';
import { show } from '../../shared/strings/show.ts';

const isId = (text: string) => /^[0-9a-f]{8}-/.test(text);
const nameStaleMs = 5 * 60_000;

export function ActorName({ id, at }: { readonly id: string; readonly at: number }) {
  const me = useMe();
  const known = isId(id) && holds(me, showUser.needs);
  const { data } = useAsk(showUser, { id }, { enabled: known, staleMs: nameStaleMs });
  if (id === '') return <Dim>{show.builtIn}</Dim>;
  if (!known) return <Dim>{id.replace(/^host:/, 'host ')}</Dim>;
  return (
    <span>
      <Link to="/users/$id" params={{ id }}>
        {data?.shownName || data?.userName || '…'}
      </Link>
      {at > 0 && (
        <Dim>
          {' '}
          · <When at={at} />
        </Dim>
      )}
    </span>
  );
}
