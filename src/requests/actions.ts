// The operations of this room, in the order of the contracts. Read by #actions.ts.
import type { Action } from '#action.ts';
import { approveRequest, refuseRequest } from './decide.ts';
import { countRequests, listRequests } from './list-requests.ts';
import { askForRole, myRequests, withdrawRequest } from './my-requests.ts';
import { changeRequestRule, showRequestRule } from './request-rule.ts';

export const requestActions: readonly Action[] = [
  listRequests,
  countRequests,
  approveRequest,
  refuseRequest,
  showRequestRule,
  changeRequestRule,
  myRequests,
  askForRole,
  withdrawRequest,
];
