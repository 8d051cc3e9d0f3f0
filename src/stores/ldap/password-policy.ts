// What an LDAP directory says of a password: its result code, and the control of its password policy (draft-behera-ldap-password-policy-11 §6.2).
// Called by verify.ts and write-password.ts. Pure.

import { PasswordPolicyControl } from 'ldapts';
import { type SaidCode, say } from '#sentences/sentence.ts';
import type { Verdict } from '#user-store.ts';
import { BerReader, tag } from './ber.ts';
import { code, refusedReading } from './faults.ts';
import type { Result } from './response.ts';
import type { Judging } from './verify.ts';

const policyError = {
  passwordExpired: 0,
  accountLocked: 1,
  changeAfterReset: 2,
  passwordModNotAllowed: 3,
  mustSupplyOldPassword: 4,
  insufficientPasswordQuality: 5,
  passwordTooShort: 6,
  passwordTooYoung: 7,
  passwordInHistory: 8,
} as const;

type Policy = { readonly error: number | null; readonly graceLeft: number | null };

/** Null = the directory says nothing of a policy. */
function policyOf({ controls }: Result): Policy | null {
  const control = controls.find(({ type }) => type === PasswordPolicyControl.type);
  if (!control) return null;
  const value = new BerReader(control.value).inside(tag.sequence);
  const graceLeft = value.next === 0xa0 ? graceIn(value.inside(0xa0)) : null;
  return { error: value.next === 0x81 ? value.integer(0x81) : null, graceLeft };
}

function graceIn(warning: BerReader): number | null {
  if (warning.next === 0x81) return warning.integer(0x81);
  warning.skip();
  return null;
}

export const byPasswordPolicy: Judging = {
  controls: () => [new PasswordPolicyControl()],
  verdictOf(result) {
    const policy = policyOf(result);
    if (result.code === code.success) return ofRightPassword(policy);
    if (policy?.error === policyError.accountLocked) return 'locked';
    // A directory says this only once the password was right (§7.1).
    if (policy?.error === policyError.passwordExpired && result.code === code.invalidCredentials) return 'expired';
    return withoutPolicy(result);
  },
};

/** With logins of grace he is let in once more: the time to change it is now. */
const ofRightPassword = (policy: Policy | null): Verdict =>
  policy?.error === policyError.changeAfterReset || policy?.error === policyError.passwordExpired || policy?.graceLeft != null ? 'must-change' : 'right';

const wrong: readonly number[] = [code.invalidCredentials, code.noSuchObject, code.inappropriateAuthentication, code.invalidDnSyntax];
/** 389 Directory Server and others answer so when the account is locked or inactive, whatever the password. */
const locked: readonly number[] = [code.constraintViolation, code.unwillingToPerform];

function withoutPolicy(result: Result): Verdict {
  if (wrong.includes(result.code)) return 'wrong';
  if (locked.includes(result.code)) return 'locked';
  throw refusedReading(result, say('asked.sign-in'));
}

const refusals: Readonly<Record<number, SaidCode>> = {
  [policyError.passwordModNotAllowed]: 'policy.not-allowed',
  [policyError.mustSupplyOldPassword]: 'policy.old-needed',
  [policyError.insufficientPasswordQuality]: 'policy.too-simple',
  [policyError.passwordTooShort]: 'policy.too-short',
  [policyError.passwordTooYoung]: 'policy.too-young',
  [policyError.passwordInHistory]: 'policy.used',
};

/** Why a policy did not take a password, where it says. */
export const refusalOf = (result: Result): SaidCode | undefined => refusals[policyOf(result)?.error ?? -1];
