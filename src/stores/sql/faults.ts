// Failures of a foreign database in words: what the network, TLS, PostgreSQL's SQLSTATE and MariaDB's numbers mean to an administrator.
// Called by the other files here. Pure. A database's own words may repeat values, so only its first line is kept, cut, and never a statement or its parameters.
import { EgressFault } from '#egress/egress.ts';
import { TlsFault } from '#egress/secure.ts';
import { type Said, type SaidCode, say } from '#sentences/sentence.ts';
import { StoreFault, type StoreFaultReason } from '#user-store.ts';

const wordsMax = 200;

type Meaning = readonly [reason: StoreFaultReason, code: SaidCode];

/** SQLSTATE of PostgreSQL (appendix A); MariaDB's own numbers by name, because many share one state. */
const meanings: Readonly<Record<string, Meaning>> = {
  '28P01': ['credentials', 'sql.no-login'],
  '28000': ['credentials', 'sql.no-entry'],
  ER_ACCESS_DENIED_ERROR: ['credentials', 'sql.no-login'],
  ER_DBACCESS_DENIED_ERROR: ['credentials', 'sql.no-entry-there'],
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: ['credentials', 'sql.needs-password'],
  '42501': ['settings', 'sql.no-right'],
  ER_TABLEACCESS_DENIED_ERROR: ['settings', 'sql.no-right'],
  ER_COLUMNACCESS_DENIED_ERROR: ['settings', 'sql.no-right'],
  '3D000': ['settings', 'sql.no-database'],
  ER_BAD_DB_ERROR: ['settings', 'sql.no-database'],
  '42P01': ['settings', 'sql.no-table'],
  ER_NO_SUCH_TABLE: ['settings', 'sql.no-table'],
  '42703': ['settings', 'sql.no-column'],
  ER_BAD_FIELD_ERROR: ['settings', 'sql.no-column'],
  '57014': ['silent', 'sql.gave-up'],
  ER_STATEMENT_TIMEOUT: ['silent', 'sql.gave-up'],
  ER_QUERY_TIMEOUT: ['silent', 'sql.gave-up'],
  '53300': ['unreachable', 'sql.no-connection'],
  ER_CON_COUNT_ERROR: ['unreachable', 'sql.no-connection'],
  ER_TOO_MANY_USER_CONNECTIONS: ['unreachable', 'sql.no-connection-for-user'],
  '57P01': ['unreachable', 'sql.shutting-down'],
  '57P02': ['unreachable', 'sql.shutting-down'],
  '57P03': ['unreachable', 'sql.not-ready'],
  ER_SERVER_SHUTDOWN: ['unreachable', 'sql.shutting-down'],
  PROTOCOL_CONNECTION_LOST: ['unreachable', 'sql.hung-up'],
  HANDSHAKE_NO_SSL_SUPPORT: ['tls', 'sql.no-tls'],
  '25006': ['refused', 'sql.copy'],
  ER_OPTION_PREVENTS_STATEMENT: ['refused', 'sql.unwritable'],
};

/** Rules of its tables: constraints, lengths, types, triggers. */
const isRule = (code: string): boolean =>
  /^(22|23|44|55|P0)/.test(code) ||
  /^ER_(DUP_ENTRY|NON_UPDATABLE_TABLE|NON_INSERTABLE_TABLE|BAD_NULL|NO_DEFAULT_FOR_FIELD|DATA_TOO_LONG|TRUNCATED|ROW_IS_REFERENCED|NO_REFERENCED_ROW|CONSTRAINT_FAILED|WARN_DATA_OUT_OF_RANGE|SIGNAL_EXCEPTION|CANNOT_CONVERT|CANT_AGGREGATE)/.test(
    code,
  );

/** Its value cannot be what was asked about: whoever looks for it finds nothing. */
export const isNoValue = (fault: unknown): boolean =>
  fault instanceof StoreFault && fault.cause instanceof DatabaseWords && /^22|^ER_(CANT_AGGREGATE|CANNOT_CONVERT|TRUNCATED)/.test(fault.cause.code);

/** A rule of the kind “only once”. */
export const isTakenAlready = (fault: unknown): boolean =>
  fault instanceof StoreFault && fault.cause instanceof DatabaseWords && ['23505', 'ER_DUP_ENTRY'].includes(fault.cause.code);

/** What the database said, without what it said it about: drivers hang statements and values on their errors, and a log would show them. */
export class DatabaseWords extends Error {
  override readonly name = 'DatabaseWords';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A StoreFault from whatever was thrown on the way to or from a server. `server` as an administrator would name it. */
export function faultOf(cause: unknown, server: string): StoreFault {
  if (cause instanceof StoreFault) return cause;
  if (cause instanceof TlsFault) return new StoreFault('tls', cause.says, { cause, certificate: cause.certificate });
  if (cause instanceof EgressFault) return new StoreFault(cause.forbidden ? 'settings' : 'unreachable', cause.says, { cause });
  const { code, words } = said(cause);
  const own = new DatabaseWords(code, words);
  const [reason, says] = meanings[code] ?? (isRule(code) ? ['refused', 'sql.refused'] : whereFrom(cause, code));
  return new StoreFault(reason, say(says, { server, code, words: quoted(reason, words) }), { cause: own });
}

function said(cause: unknown): { readonly code: string; readonly words: string } {
  if (!(cause instanceof Error)) return { code: '', words: '' };
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const [first = ''] = cause.message.split('\n');
  return { code: code.slice(0, 60), words: harmless(first) };
}

const harmless = (words: string): string =>
  words
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, wordsMax);

/** Its words help where it judged something; where it is only away, ours are enough. */
const quoted = (reason: StoreFaultReason, words: string): Said =>
  words === '' || reason === 'unreachable' || reason === 'silent' || reason === 'credentials' ? '' : say('fault.words', { words });

/** Codes of the system come from the way there; a time-out has none; anything else is an answer that we did not understand. */
function whereFrom(cause: unknown, code: string): Meaning {
  if (/^E[A-Z]+$/.test(code)) return code === 'ETIMEDOUT' ? ['silent', 'fault.silent'] : ['unreachable', 'fault.unreachable'];
  if (code !== '') return ['protocol', 'sql.answered'];
  if (cause instanceof Error && /terminated|closed|ended|not queryable/i.test(cause.message)) return ['unreachable', 'sql.hung-up'];
  return /did not|time-?out/i.test(String(cause)) ? ['silent', 'fault.silent'] : ['protocol', 'sql.odd'];
}
