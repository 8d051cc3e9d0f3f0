// Failures of a directory in words: what the network, TLS and the directory's own result codes (RFC 4511, appendix A) mean to an administrator.
// Called by the other files here. Pure. Secrets never come here; the directory's own words are cut and made harmless.
import { EgressFault } from '#egress/egress.ts';
import { TlsFault } from '#egress/secure.ts';
import { type Said, type SaidCode, type Sentence, say } from '#sentences/sentence.ts';
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
export const wordsOf = ({ says }: Pick<Result, 'says'>): Said => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
  const clean = says.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return clean === '' ? '' : say('fault.words', { words: clean.slice(0, wordsMax) });
};

/** A StoreFault from whatever was thrown on the way to or from a server. `server` as an administrator typed it. */
export function faultOf(cause: unknown, server: string): StoreFault {
  if (cause instanceof StoreFault) return cause;
  if (cause instanceof Malformed) return new StoreFault('protocol', say('directory.no-ldap', { server, what: cause.message }), { cause });
  if (cause instanceof TlsFault) return new StoreFault('tls', cause.says, { cause, certificate: cause.certificate });
  if (cause instanceof EgressFault) return new StoreFault(cause.forbidden ? 'settings' : 'unreachable', cause.says, { cause });
  const systemCode = systemCodeOf(cause);
  if (systemCode === null) return new StoreFault('silent', say('fault.silent', { server }), { cause });
  return new StoreFault('unreachable', say('fault.unreachable', { server, code: systemCode }), { cause });
}

const systemCodeOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code.slice(0, 40) : null;

const meanings: Readonly<Record<number, readonly [StoreFaultReason, SaidCode]>> = {
  [code.timeLimitExceeded]: ['silent', 'directory.time-limit'],
  [code.sizeLimitExceeded]: ['settings', 'directory.size-limit'],
  [code.adminLimitExceeded]: ['settings', 'directory.admin-limit'],
  [code.strongerAuthRequired]: ['settings', 'directory.wants-tls'],
  [code.confidentialityRequired]: ['settings', 'directory.wants-tls'],
  [code.referral]: ['settings', 'directory.refers'],
  [code.unavailableCriticalExtension]: ['settings', 'directory.cannot'],
  [code.undefinedAttributeType]: ['settings', 'directory.unknown-attribute'],
  [code.invalidDnSyntax]: ['settings', 'directory.odd-dn'],
  [code.insufficientAccessRights]: ['settings', 'directory.no-right'],
  [code.busy]: ['unreachable', 'directory.too-busy'],
  [code.unavailable]: ['unreachable', 'directory.not-ready'],
  [code.unwillingToPerform]: ['settings', 'directory.unwilling'],
};

/** What a search or bind of ours that was not answered with success means. */
export function refusedReading(result: Result, what: Said): StoreFault {
  const words = wordsOf(result);
  if (result.code === code.noSuchObject) return new StoreFault('settings', say('directory.none-such', { what, words }));
  const [reason, says] = meanings[result.code] ?? ['protocol', 'directory.answered'];
  return new StoreFault(reason, say(says, { code: result.code, what, words }));
}

export function refusedReader(result: Result, dn: string): StoreFault {
  const wrong: readonly number[] = [
    code.invalidCredentials,
    code.inappropriateAuthentication,
    code.noSuchObject,
    code.invalidDnSyntax,
    code.unwillingToPerform,
  ];
  if (wrong.includes(result.code)) return new StoreFault('credentials', say('directory.reader', { dn, words: wordsOf(result) }));
  return refusedReading(result, dn);
}

const refusals: Readonly<Record<number, SaidCode>> = {
  [code.noSuchAttribute]: 'writing.no-value',
  [code.undefinedAttributeType]: 'writing.unknown-attribute',
  [code.constraintViolation]: 'writing.constraint',
  [code.invalidAttributeSyntax]: 'writing.syntax',
  [code.noSuchObject]: 'writing.no-entry',
  [code.invalidDnSyntax]: 'writing.odd-dn',
  [code.insufficientAccessRights]: 'writing.no-right',
  [code.unwillingToPerform]: 'writing.unwilling',
  [code.namingViolation]: 'writing.naming',
  [code.objectClassViolation]: 'writing.classes',
  [code.notAllowedOnRdn]: 'writing.rdn',
  [code.entryAlreadyExists]: 'writing.exists',
};

/** A write that the directory did not do: its words and ours. */
export function refusedWriting(result: Result, what: Sentence): StoreFault {
  const words = wordsOf(result);
  const about = meanings[result.code];
  if (about && !(result.code in refusals)) return new StoreFault(about[0], say(about[1], { words }));
  const why = say(refusals[result.code] ?? 'writing.code', { code: result.code });
  return new StoreFault('refused', say('directory.refused', { what, why, words }));
}
