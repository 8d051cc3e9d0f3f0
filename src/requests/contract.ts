// What the outside may ask about requests: what users ask for and somebody decides – an account, a role, the deletion of their own account.
// Imported by the browser; imports nothing of the house but contracts. Knows no rule.
import { type Static, Type } from 'typebox';
import { Cursor, closed, Id, Limit, Moment, MomentOrNever, oneOf, operation, pageOf, text } from '#contract.ts';
import { section, sectionOperations } from '#settings/contract.ts';

export const requestKinds = ['account', 'role', 'deletion'] as const;
export type RequestKind = (typeof requestKinds)[number];
/** ended: the user or the role was deleted before anybody decided. */
export const requestStates = ['open', 'approved', 'refused', 'withdrawn', 'ended'] as const;
export type RequestState = (typeof requestStates)[number];

/** As mails carry it. */
export const wordsMax = 200;
export const askersWordsMax = 500;

/** What everybody may know of his own request. */
export const requestFields = {
  id: Id,
  kind: oneOf(requestKinds),
  state: oneOf(requestStates),
  /** The name of the role that is asked for; empty for other kinds. */
  role: Type.String(),
  words: Type.String(),
  until: MomentOrNever,
  askedAt: Moment,
  decidedAt: MomentOrNever,
  /** What the one who decided has written. */
  says: Type.String(),
  givenUntil: MomentOrNever,
};
export const Request = closed({
  ...requestFields,
  asker: closed({ id: Id, name: Type.String(), shownName: Type.String(), mail: Type.String() }),
  /** Which terms he accepted when he signed up; empty = none were asked. */
  terms: Type.String(),
  decidedBy: Type.String(),
  mayApprove: Type.Boolean(),
  mayRefuse: Type.Boolean(),
  /** Why not; empty = he may. */
  because: Type.String(),
});
export type Request = Static<typeof Request>;

/** Seeing whoever asks is seeing what he asks for. Deciding also takes the right to do it: to add users, to give them roles, to delete them. */
const seeing = '/permission/admin/manage/identity/usermgt/view' as const;

export const listRequests = operation({
  name: 'requests.list',
  method: 'GET',
  path: '/requests',
  summary: 'What users ask for: accounts, roles, deletions; the newest first, of those you may see.',
  needs: seeing,
  input: closed({
    state: Type.Optional(oneOf(['open', 'decided'])),
    kind: Type.Optional(oneOf(requestKinds)),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Limit),
  }),
  output: pageOf(Request),
});
export const countRequests = operation({
  name: 'requests.count',
  method: 'GET',
  path: '/requests/count',
  summary: 'How many requests are open, of those you may see.',
  needs: seeing,
  input: closed({}),
  output: closed({ open: Type.Integer(), /** false = at least so many. */ exact: Type.Boolean() }),
});

const deciding = { id: Id, reason: Type.Optional(text(wordsMax, { description: 'told to the one who asked' })) };
export const approveRequest = operation({
  name: 'requests.approve',
  method: 'POST',
  path: '/requests/{id}/approve',
  summary: 'Approve a request: let the user in, give him the role until then (absent: as was asked; 0: for good), or delete him; he is told by mail.',
  needs: seeing,
  input: closed({ ...deciding, until: Type.Optional(Moment) }),
  output: Request,
  refusals: ['request.missing', 'request.decided', 'role.may-not-give', 'self.refused', 'target.holds-more', 'admin.last'],
});
export const refuseRequest = operation({
  name: 'requests.refuse',
  method: 'POST',
  path: '/requests/{id}/refuse',
  summary: 'Refuse a request; the one who asked is told by mail. Whoever waited for an account goes to the recycle bin.',
  needs: seeing,
  input: closed(deciding),
  output: Request,
  refusals: ['request.missing', 'request.decided', 'self.refused', 'target.holds-more'],
});

export const deletionWays = ['off', 'approval', 'free'] as const;
export const requestSection = section('requests', {
  deletion: oneOf(deletionWays, {
    default: 'approval',
    description: 'whether users may delete their own accounts: not at all, once it is approved, or at once',
  }),
});
export const requestRuleOperations = sectionOperations(requestSection, {
  needs: '/permission/admin/configure/security/signin',
  show: 'What users may ask for, or do, about their own accounts.',
  change: 'Set what users may ask for, or do, about their own accounts.',
  refusals: ['version.stale', 'scope.too-wide'],
});

export const requestOperations = [
  listRequests,
  countRequests,
  approveRequest,
  refuseRequest,
  requestRuleOperations.show,
  requestRuleOperations.change,
] as const;
