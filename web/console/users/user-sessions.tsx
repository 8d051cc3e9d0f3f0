// Where a user is signed in, and the way to end that.
import { endSession, sessionsOfUser } from '#sessions/contract.ts';
import type { User } from '#users/contract.ts';
import { endSessions } from '#users/state-contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { When } from '../../shared/show/when.tsx';
import { users } from '../../shared/strings/users.ts';
import { SmallTable } from '../small-table.tsx';
import type { Opened } from './actions.tsx';

const say = users.sessions;

export function UserSessions({ user, onOpen }: { readonly user: User; readonly onOpen: (opened: Opened) => void }) {
  const asked = useAsk(sessionsOfUser, { id: user.id });
  const end = useChange(endSession);
  const rule = useRefusals('user', user.id);
  if (!asked.data) return asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />;
  const rows = asked.data.items.map((session) => ({
    id: session.id,
    cells: [
      <span key="browser">
        {session.browser} {session.current && <Tag tone="accent">{say.current}</Tag>}
      </span>,
      session.network,
      <When key="started" at={session.startedAt} />,
      <When key="seen" at={session.lastSeenAt} />,
      <When key="ends" at={session.endsAt} />,
      <DoButton
        key="end"
        size="compact-xs"
        variant="default"
        needs={endSession.needs}
        refused={rule(endSession)}
        onClick={() => end.mutate({ id: user.id, session: session.id }, { onSuccess: () => told(say.ended), onError: toldTrouble })}
      >
        {say.end}
      </DoButton>,
    ],
  }));
  return (
    <Section
      title={say.title}
      action={
        <DoButton variant="default" needs={endSessions.needs} refused={rule(endSessions)} onClick={() => onOpen({ act: 'endSessions', user })}>
          {users.actions.endSessions}
        </DoButton>
      }
    >
      <SmallTable label={say.title} heads={[say.browser, say.network, say.started, say.seen, say.ends]} rows={rows} empty={say.empty} actions />
    </Section>
  );
}
