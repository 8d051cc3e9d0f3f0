// On the page of somebody who has no password yet: whether he is invited, what became of the mail, and what can be done.
import type { ReactNode } from 'react';
import type { User } from '#users/contract.ts';
import { inviteUser, type MailOfUser, mailOfUser, revokeInvitation } from '#users/mail-contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { Banner } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { exactly } from '../../shared/show/moments.ts';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { useNow, When } from '../../shared/show/when.tsx';
import { mail } from '../../shared/strings/mail.ts';
import classes from './users.module.css';

const say = mail.invitation;

const waits = ({ kind, domain, state, passwordChangedAt }: User): boolean =>
  kind === 'person' && domain === 'PRIMARY' && state !== 'deleted' && passwordChangedAt === 0;

export function InvitationBanner({ user }: { readonly user: User }) {
  const asked = useAsk(mailOfUser, { id: user.id }, { enabled: waits(user) });
  if (!waits(user) || !asked.data) return null;
  return <Standing user={user} standing={asked.data} />;
}

function Standing({ user, standing }: { readonly user: User; readonly standing: MailOfUser }) {
  const { invitation, mayInvite } = standing;
  const isBad = invitation?.mail === 'failed' || invitation?.state === 'ended';
  const actions = (
    <span className={classes.invitationActions}>
      {mayInvite && <Send user={user} again={invitation !== null} />}
      {invitation?.state === 'open' && <Revoke user={user} />}
    </span>
  );
  return (
    <Banner {...(isBad ? { tone: 'warn' as const } : {})} action={actions}>
      <Says invitation={invitation} />
    </Banner>
  );
}

function Says({ invitation }: Pick<MailOfUser, 'invitation'>): ReactNode {
  const now = useNow();
  if (!invitation) return say.none;
  const { state, to, endsAt, mail: sent, says } = invitation;
  if (sent === 'failed') return say.failed(says);
  if (state === 'ended') return say.ended(to);
  return `${say.open(to, exactly(endsAt, now))}${sent === 'queued' ? ` ${say.queued}` : ''}`;
}

function Send({ user, again }: { readonly user: User; readonly again: boolean }) {
  const invite = useChange(inviteUser);
  const rule = useRefusals('user', user.id);
  const send = () => invite.mutate({ id: user.id }, { onSuccess: () => told(say.sent(user.mail)), onError: toldTrouble });
  return (
    <DoButton size="compact-sm" variant="default" needs={inviteUser.needs} refused={rule(inviteUser)} loading={invite.isPending} onClick={send}>
      {again ? say.again : say.send}
    </DoButton>
  );
}

function Revoke({ user }: { readonly user: User }) {
  const revoke = useChange(revokeInvitation);
  const rule = useRefusals('user', user.id);
  const take = () => revoke.mutate({ id: user.id }, { onSuccess: () => told(say.revoked), onError: toldTrouble });
  return (
    <DoButton size="compact-sm" variant="default" needs={revokeInvitation.needs} refused={rule(revokeInvitation)} onClick={take}>
      {say.revoke}
    </DoButton>
  );
}

/** When he last showed that his present address is his. */
export function MailConfirmed({ id }: Pick<User, 'id'>) {
  const { data } = useAsk(mailOfUser, { id });
  const now = useNow();
  if (!data) return null;
  const confirmed = data.verifiedAt > 0 ? <When at={data.verifiedAt} /> : say.notConfirmed;
  if (!data.returned) return confirmed;
  return (
    <>
      {confirmed}
      <Banner tone="warn">{say.returned(exactly(data.returned.at, now), data.returned.says)}</Banner>
    </>
  );
}
