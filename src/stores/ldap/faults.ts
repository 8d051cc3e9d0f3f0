// Failures of a directory in words: what the network, TLS and the directory's own result codes (RFC 4511, appendix A) mean to an administrator.
// Called by the other files here. Pure. Secrets never come here; the directory's own words are cut and made harmless.
import { EgressFault } from '#egress/egress.ts';
import { TlsFault } from '#egress/secure.ts';
import { StoreFault, type StoreFaultReason } from '#user-store.ts';
import { Malformed } from './ber.ts';
import type { Result } from './response.ts';

/** RFC 4511 §4.1.9, those that are told apart. */
export const code = {
  success: 0,
  protocolError: 2,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  strongerAuthRequired: 8,
  referral: 10,
  adminLimitExceeded: 11,
  unavailableCriticalExtension: 12,
  confidentialityRequired: 13,
  noSuchAttribute: 16,
  undefinedAttributeType: 17,
  constraintViolation: 19,
  attributeOrValueExists: 20,
  invalidAttributeSyntax: 21,
  noSuchObject: 32,
  invalidDnSyntax: 34,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
  namingViolation: 64,
  objectClassViolation: 65,
  notAllowedOnRdn: 67,
  entryAlreadyExists: 68,
} as const;

const wordsMax = 200;

/** The directory's own words, fit to stand in a sentence of ours; '' = it said none. */
export const wordsOf = ({ says }: Pick<Result, 'says'>): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
  const clean = says.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return clean === '' ? '' : ` It says: “${clean.slice(0, wordsMax)}”.`;
};

/** A StoreFault from whatever was thrown on the way to or from a server. `server` as an administrator typed it. */
export function faultOf(cause: unknown, server: string): StoreFault {
  if (cause instanceof StoreFault) return cause;
  if (cause instanceof Malformed) return new StoreFault('protocol', `${server} answered with what is no LDAP: ${cause.message}.`, { cause });
  if (cause instanceof TlsFault) return new StoreFault('tls', cause.message, { cause, certificate: cause.certificate });
  if (cause instanceof EgressFault) return new StoreFault(cause.forbidden ? 'settings' : 'unreachable', cause.message, { cause });
  const systemCode = systemCodeOf(cause);
  if (systemCode === null) return new StoreFault('silent', `${server} does not answer.`, { cause });
  return new StoreFault('unreachable', `${server} cannot be reached (${systemCode}).`, { cause });
}

const systemCodeOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code.slice(0, 40) : null;

const meanings: Readonly<Record<number, readonly [StoreFaultReason, string]>> = {
  [code.timeLimitExceeded]: ['silent', 'The directory gave up at its own time limit: an index may be missing'],
  [code.sizeLimitExceeded]: ['settings', 'The directory does not give all entries to the one who reads: raise the size limit that it has for him'],
  [code.adminLimitExceeded]: ['settings', 'The directory does not give all entries to the one who reads: raise the limits that it has for him'],
  [code.strongerAuthRequired]: ['settings', 'The directory wants TLS: use ldaps:// or StartTLS'],
  [code.confidentialityRequired]: ['settings', 'The directory wants TLS: use ldaps:// or StartTLS'],
  [code.referral]: ['settings', 'The directory refers to another server: name that one'],
  [code.unavailableCriticalExtension]: ['settings', 'The directory cannot do what is needed for this'],
  [code.undefinedAttributeType]: ['settings', 'The directory does not know an attribute that the settings name'],
  [code.invalidDnSyntax]: ['settings', 'The directory cannot read a DN of the settings'],
  [code.insufficientAccessRights]: ['settings', 'The directory does not let the one who reads see this: give him the right there'],
  [code.busy]: ['unreachable', 'The directory is too busy'],
  [code.unavailable]: ['unreachable', 'The directory is shutting down or not ready'],
  [code.unwillingToPerform]: ['settings', 'The directory is not willing to answer this'],
};

/** What a search or bind of ours that was not answered with success means. */
export function refusedReading(result: Result, what: string): StoreFault {
  if (result.code === code.noSuchObject) return new StoreFault('settings', `There is no ${what} in the directory.${wordsOf(result)}`);
  const [reason, says] = meanings[result.code] ?? ['protocol', `The directory answered with result code ${result.code} when asked for ${what}`];
  return new StoreFault(reason, `${says}.${wordsOf(result)}`);
}

export function refusedReader(result: Result, dn: string): StoreFault {
  const wrong: readonly number[] = [
    code.invalidCredentials,
    code.inappropriateAuthentication,
    code.noSuchObject,
    code.invalidDnSyntax,
    code.unwillingToPerform,
  ];
  if (wrong.includes(result.code)) return new StoreFault('credentials', `The directory does not take the password of ${dn}.${wordsOf(result)}`);
  return refusedReading(result, dn);
}

const refusals: Readonly<Record<number, string>> = {
  [code.noSuchAttribute]: 'There is no such value to take away',
  [code.undefinedAttributeType]: 'It does not know one of the attributes',
  [code.constraintViolation]: 'A value or password does not keep its rules',
  [code.invalidAttributeSyntax]: 'A value is not written as its attribute wants',
  [code.noSuchObject]: 'There is no such entry, or nothing to put it into',
  [code.invalidDnSyntax]: 'The name makes no DN that it takes',
  [code.insufficientAccessRights]: 'Reeve may not change this there: give the one who binds the right',
  [code.unwillingToPerform]: 'It is not willing to do this',
  [code.namingViolation]: 'Such an entry may not lie there',
  [code.objectClassViolation]: 'The entry would lack what its classes need, or have what they do not know',
  [code.notAllowedOnRdn]: 'The value is part of the entry’s DN, which Reeve does not change',
  [code.entryAlreadyExists]: 'There is such an entry already',
};

/** A write that the directory did not do: its words and ours. */
export function refusedWriting(result: Result, what: string): StoreFault {
  const about = meanings[result.code];
  if (about && !(result.code in refusals)) return new StoreFault(about[0], `${about[1]}.${wordsOf(result)}`);
  const says = refusals[result.code] ?? `It answered with result code ${result.code}`;
  return new StoreFault('refused', `The directory refused to ${what}: ${says}.${wordsOf(result)}`);
}
