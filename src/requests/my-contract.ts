// What everybody may ask about his own requests: what he has asked for, which roles he may ask for, and asking and withdrawing.
// Imported by the browser; imports contracts only. Knows no rule.
import { type Static, Type } from 'typebox';
import { closed, Id, MomentOrNever, Nothing, oneOf, operation, text } from '#contract.ts';
import { askersWordsMax, deletionWays, requestFields } from './contract.ts';

export const MyRequest = closed(requestFields);
export type MyRequest = Static<typeof MyRequest>;

export const myRequests = operation({
  name: 'me.requests',
  method: 'GET',
  personal: true,
  path: '/me/requests',
  summary: 'What I have asked for, the newest first; which roles I may ask for, and whether I may delete my account.',
  needs: 'self',
  input: closed({}),
  output: closed({
    items: Type.Array(MyRequest),
    roles: Type.Array(closed({ id: Id, name: Type.String(), description: Type.String() })),
    /** off also where the account is kept elsewhere. */
    deletion: oneOf(deletionWays),
  }),
});
export const askForRole = operation({
  name: 'me.ask-for-role',
  method: 'POST',
  path: '/me/requests/role',
  summary: 'Ask for a role, with a reason, and until when if not for good.',
  needs: 'self',
  input: closed({ role: Id, reason: Type.Optional(text(askersWordsMax)), until: Type.Optional(MomentOrNever) }),
  output: MyRequest,
  refusals: ['role.missing', 'request.held', 'request.waits', 'request.too-often', 'limit.reached', 'token.narrowed'],
});
export const withdrawRequest = operation({
  name: 'me.withdraw-request',
  method: 'POST',
  path: '/me/requests/{request}/withdraw',
  summary: 'Withdraw what I asked for and nobody has decided yet.',
  needs: 'self',
  input: closed({ request: Id }),
  output: Nothing,
  refusals: ['request.missing', 'request.decided', 'token.narrowed'],
});
export const deleteMyAccount = operation({
  name: 'me.delete-account',
  method: 'POST',
  path: '/me/deletion',
  summary: 'Delete my account, or ask for it to be deleted, as it is set here; asks for my password again.',
  needs: 'self',
  input: closed({ current: Type.String({ maxLength: 1024 }), reason: Type.Optional(text(askersWordsMax)) }),
  /** false = somebody decides it first. */
  output: closed({ deleted: Type.Boolean() }),
  secret: ['current'],
  refusals: ['deletion.not-offered', 'deletion.elsewhere', 'deletion.session-needed', 'password.wrong', 'factor.prove-first', 'request.waits', 'admin.last'],
});
export const myRequestOperations = [myRequests, askForRole, withdrawRequest, deleteMyAccount] as const;
