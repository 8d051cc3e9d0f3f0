// What Active Directory says of a password: the sub-code in its diagnostic message (`… AcceptSecurityContext error, data 773, v4563`), a Windows error in hexadecimal.
// Called by verify.ts through the driver. Pure.
import { say } from '#sentences/sentence.ts';
import type { Verdict } from '#user-store.ts';
import { code, refusedReading } from '../ldap/faults.ts';
import type { Judging } from '../ldap/verify.ts';

/** MS-ERREF §2.2. All but 525, 52e and 775 are said only once the password was right. */
const verdicts: Readonly<Record<string, Verdict>> = {
  '525': 'wrong', // ERROR_NO_SUCH_USER
  '52e': 'wrong', // ERROR_LOGON_FAILURE
  '530': 'disabled', // ERROR_INVALID_LOGON_HOURS: not at this time
  '531': 'disabled', // ERROR_INVALID_WORKSTATION: not from here
  '532': 'expired', // ERROR_PASSWORD_EXPIRED
  '533': 'disabled', // ERROR_ACCOUNT_DISABLED
  '701': 'ended', // ERROR_ACCOUNT_EXPIRED
  '773': 'must-change', // ERROR_PASSWORD_MUST_CHANGE
  '775': 'locked', // ERROR_ACCOUNT_LOCKED_OUT
};

export const subCodeOf = (says: string): string => /\bdata ([0-9a-f]{1,8})\b/i.exec(says)?.[1]?.toLowerCase() ?? '';

export const bySubCode: Judging = {
  controls: () => [],
  verdictOf(result) {
    if (result.code === code.success) return 'right';
    // What it says of a user that it does not know, or of a name that is no DN, is no other answer than "wrong".
    if (result.code === code.invalidCredentials) return verdicts[subCodeOf(result.says)] ?? 'wrong';
    if (result.code === code.noSuchObject || result.code === code.invalidDnSyntax) return 'wrong';
    throw refusedReading(result, say('asked.sign-in'));
  },
};
