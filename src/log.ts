// The log: JSON lines for machines, plain lines for people on a terminal, and no secret in either.
// main.ts opens it; everybody takes it from World. It does not know what happened, nor where the lines go on to.
import { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Config } from '#config.ts';
import { prettyLines } from '#log/pretty.ts';

export type Log = Logger;

/** Where the lines go: process.stdout fits. */
export type LogSink = DestinationStream & { readonly isTTY?: boolean | undefined };
export type LogOptions = { readonly sink?: LogSink; readonly env?: Readonly<Record<string, string | undefined>> };

/** Fields that are never written, whoever logs the object they lie in, down to `depthMax`. */
const secretNames =
  /^(authorization|proxy-?authorization|cookie|set-?cookie|x-api-key)$|(password|passphrase|secret|token|private_?key|masterkey|otp|credential)s?$/i;
/** Names that only sound secret: an id of a token is what the log is for. */
const harmlessNames = /^(token_?id|password_?(at|set_?at|age.*))$/i;
const depthMax = 6;
const listMax = 100;
const removed = '[removed]';

export function openLog(config: Pick<Config, 'logLevel' | 'logFormat'>, { sink = process.stdout, env = process.env }: LogOptions = {}): Log {
  const terminal = sink.isTTY === true;
  const pretty = config.logFormat === 'pretty' || (config.logFormat === 'auto' && terminal);
  const colours = terminal && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  const log = pino(
    {
      level: config.logLevel,
      // The pid and host are the supervisor's to add; in a container they say nothing.
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (fields) => withoutSecrets(fields) },
      serializers: { err: errorFields, error: errorFields, req: requestFields, res: responseFields },
    },
    pretty ? prettyLines(sink, colours) : sink,
  );
  return guardChildren(log);
}

/** pino writes the fields of a child without asking its formatters. Children inherit this from their parent, and so on down. */
function guardChildren(log: Log): Log {
  const child = log.child;
  return Object.assign(log, {
    child(this: Log, bindings: Bindings, options?: ChildLoggerOptions): Log {
      return Reflect.apply(child, this, [withoutSecrets(bindings), options]);
    },
  });
}

/** pino's own redaction takes fixed paths; secrets lie at any depth. Copies only what it changes the names of. */
export function withoutSecrets(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, isSecret(name) ? removed : clean(value, 1)]));
}

const isSecret = (name: string): boolean => secretNames.test(name) && !harmlessNames.test(name);

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return errorFields(value);
  if (depth > depthMax) return '[deeper]';
  if (Array.isArray(value)) return value.slice(0, listMax).map((one) => clean(one, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, isSecret(name) ? removed : clean(one, depth + 1)]));
}

/** A password in a database's URL, and a bearer token in a message. */
function cleanText(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@]*):[^\s/?#@]+@/gi, `$1:${removed}@`).replace(/\b(Bearer|Basic) [\w.~+/=-]{8,}/gi, `$1 ${removed}`);
}

/** Only what says where it went wrong: errors of libraries carry whole requests, with what was in them. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause instanceof Error ? { cause: errorFields(error.cause) } : {};
  return { type: error.name, message: cleanText(error.message), ...code, stack: cleanText(error.stack ?? ''), ...cause };
}

/** The path without its query: links in mails carry their secret there. */
function requestFields(request: unknown): unknown {
  if (typeof request !== 'object' || request === null) return request;
  const url = 'url' in request ? String(request.url) : '';
  return { method: 'method' in request ? request.method : undefined, path: url.split('?')[0], from: 'ip' in request ? request.ip : undefined };
}

function responseFields(response: unknown): unknown {
  return typeof response === 'object' && response !== null && 'statusCode' in response ? { status: response.statusCode } : response;
}
