// What the outside may ask about a user's mail address: whether it was shown to be his, and the invitation that waits there.
// Imported by the browser; imports nothing of the house but contracts. Knows no rule.
import { type Static, Type } from 'typebox';
import { closed, Id, Moment, MomentOrNever, Nothing, oneOf, operation, Version } from '#contract.ts';
import { mailStates } from '#mail/contract.ts';

const target = { kind: 'user', field: 'id' } as const;
const acting = { ...target, acts: true } as const;
const passwords = '/permission/admin/manage/identity/passwords' as const;

/** Where a code is typed that was said to somebody. Short enough to be said, too. */
export const codePage = '/code';

export const Invitation = closed({
  to: Type.String(),
  sentAt: Moment,
  endsAt: Moment,
  /** open: its link is good. ended: its time is over, or it was taken back. */
  state: oneOf(['open', 'ended']),
  /** What became of the mail, and the mail server’s words. */
  mail: oneOf(mailStates),
  says: Type.String(),
});
export const MailOfUser = closed({
  mail: Type.String(),
  /** When he last followed a link from this very address; 0 = never. */
  verifiedAt: MomentOrNever,
  /** Mails to it come back: since when, and in whose words. */
  returned: Type.Union([closed({ at: Moment, says: Type.String() }), Type.Null()]),
  /** Whether somebody who waits for his first password can be invited now. */
  mayInvite: Type.Boolean(),
  /** While he waits for his first password. */
  invitation: Type.Union([Invitation, Type.Null()]),
});
export type MailOfUser = Static<typeof MailOfUser>;

export const mailOfUser = operation({
  name: 'users.mail',
  method: 'GET',
  path: '/users/{id}/mail',
  summary: 'Whether a user’s mail address was shown to be his, and the invitation that waits there.',
  needs: '/permission/admin/manage/identity/usermgt/view',
  target,
  input: closed({ id: Id }),
  output: MailOfUser,
});
export const inviteUser = operation({
  name: 'users.invite',
  method: 'POST',
  path: '/users/{id}/invitation',
  summary: 'Send a person who waits for his first password a mail in which he chooses his own; the link before it ends.',
  needs: passwords,
  dangerous: true,
  target: acting,
  input: closed({ id: Id, version: Type.Optional(Version) }),
  output: MailOfUser,
  refusals: ['invitation.not', 'mail.not-set-up', 'mail.full', 'version.stale'],
});
export const revokeInvitation = operation({
  name: 'users.revoke-invitation',
  method: 'DELETE',
  path: '/users/{id}/invitation',
  summary: 'Take an invitation back: its link is worth nothing any more.',
  needs: passwords,
  target: acting,
  input: closed({ id: Id }),
  output: Nothing,
});
export const makeRecoveryLink = operation({
  name: 'users.make-recovery-link',
  method: 'POST',
  path: '/users/{id}/recovery-link',
  summary:
    'Make a link by which a person sets another password himself, to hand over, with a code to tell him instead, or sent to him; it works once, in the first browser that goes on with it.',
  needs: passwords,
  dangerous: true,
  target: acting,
  input: closed({ id: Id, version: Type.Optional(Version), by: oneOf(['hand', 'mail']) }),
  output: closed({
    /** To hand over; without base_url only its path. Shown this once. */
    link: Type.Optional(Type.String()),
    /** The same, to be said by telephone: with his user name it does what the link does. Five wrong ones end it, and not the link. Shown this once. */
    code: Type.Optional(Type.String()),
    /** The page that takes the code; without base_url only its path. */
    codeAt: Type.Optional(Type.String()),
    /** The address it was sent to. */
    to: Type.String(),
    endsAt: Moment,
  }),
  secret: ['link', 'code'],
  refusals: ['recovery.not', 'mail.not-set-up', 'mail.full', 'store.read-only', 'version.stale'],
});
export const userMailOperations = [mailOfUser, inviteUser, revokeInvitation, makeRecoveryLink] as const;
