// The operations of this room, in the order of the contract. Read by #actions.ts.
import type { Action } from '#action.ts';
import { inviteToSignUp } from './ask.ts';
import { changeSignUpRule, showSignUpRule } from './rule.ts';

export const signUpActions: readonly Action[] = [showSignUpRule, changeSignUpRule, inviteToSignUp];
