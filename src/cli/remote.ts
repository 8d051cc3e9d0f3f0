// Asks a Reeve elsewhere over HTTPS, with a token. A certificate that is not trusted is never accepted; `--ca` names one that is.
// Used by call.ts only. Knows how an operation becomes a request (edges/api serves the same), and no operation by name.
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { AnyOperation, OutputOf } from '#contract.ts';
import type { Kind } from '#errors.ts';
import type { Remote } from './arguments.ts';
import type { Asked, Caller } from './call.ts';
import { CommandFault, exitCodes, refusalExitCodes } from './exit-codes.ts';

const answerSecondsMax = 60;
const answerBytesMax = 64 * 1024 * 1024;

export function openRemote(remote: Remote): Caller {
  const url = new URL(remote.url);
  if (url.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname))
    throw new CommandFault(exitCodes.elsewhere, `${remote.url} would carry the token in the open. Use https://.`);
  const ca = remote.caFile === '' ? undefined : readCa(remote.caFile);
  return {
    now: Date.now,
    work: async () => ({ stop: async () => {} }),
    close: async () => {},
    async call<Op extends AnyOperation>(operation: Op, input: Asked<Op>): Promise<OutputOf<Op>> {
      const answer = await ask({ remote, ca }, requestOf(operation, input));
      if (answer.status >= 200 && answer.status < 300) return readJson(remote, answer.text);
      throw refused(remote, answer);
    },
  };
}

function readCa(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CommandFault(exitCodes.elsewhere, `The certificate ${path} cannot be read (${codeOf(cause)}).`, { cause });
  }
}

type Request = { readonly method: string; readonly path: string; readonly body: string };

/** Path fields into the path, the others into the query or the body: as src/edges/api/routes.ts reads them. */
export function requestOf({ method, path, input: { properties } }: AnyOperation, input: Readonly<Record<string, unknown>>): Request {
  const rest = new Map(Object.entries(input).filter(([name, value]) => value !== undefined && name in properties));
  const filled = path.replace(/\{(\w+)\}/g, (_: string, name: string) => {
    const value = encodeURIComponent(String(rest.get(name) ?? ''));
    rest.delete(name);
    return value;
  });
  if (method !== 'GET' && method !== 'DELETE') return { method, path: `/api${filled}`, body: JSON.stringify(Object.fromEntries(rest)) };
  const query = new URLSearchParams([...rest].map(([name, value]): [string, string] => [name, String(value)])).toString();
  return { method, path: `/api${filled}${query === '' ? '' : `?${query}`}`, body: '' };
}

type Answer = { readonly status: number; readonly text: string };

function ask({ remote, ca }: { readonly remote: Remote; readonly ca: string | undefined }, { method, path, body }: Request): Promise<Answer> {
  const url = new URL(remote.url + path);
  const send = url.protocol === 'https:' ? secureRequest : plainRequest;
  const headers = { authorization: `Bearer ${remote.token}`, accept: 'application/json', ...(body === '' ? {} : { 'content-type': 'application/json' }) };
  return new Promise<Answer>((resolve, reject) => {
    const sent = send(url, { method, headers, timeout: answerSecondsMax * 1_000, ...(ca === undefined ? {} : { ca }) }, (answer) => {
      textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject);
    });
    sent.on('timeout', () => sent.destroy(new CommandFault(exitCodes.elsewhere, `${remote.url} did not answer within ${answerSecondsMax} s.`)));
    sent.on('error', (cause) => reject(cause instanceof CommandFault ? cause : unreachable(remote, cause)));
    sent.end(body);
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer) {
    if (!Buffer.isBuffer(part)) continue;
    bytes += part.length;
    if (bytes > answerBytesMax) throw new CommandFault(exitCodes.elsewhere, `The answer is longer than ${answerBytesMax} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const untrusted =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_UNTRUSTED|CERT_HAS_EXPIRED)$/;
const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : cause instanceof Error ? cause.message : 'unknown reason';

function unreachable({ url }: Remote, cause: unknown): CommandFault {
  const code = codeOf(cause);
  const says = untrusted.test(code)
    ? `The certificate of ${url} is not trusted (${code}). If Reeve made it itself, copy tls-authority.pem (tls-cert.pem where there is none) from its data folder and name it with --ca or REEVE_CA.`
    : code === 'ERR_TLS_CERT_ALTNAME_INVALID'
      ? `The certificate of ${url} is made for another name. Use the name that stands in it.`
      : `${url} does not answer (${code}).`;
  return new CommandFault(exitCodes.elsewhere, says, { cause });
}

function readJson(remote: Remote, text: string) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommandFault(exitCodes.elsewhere, `${remote.url} did not answer in JSON: that is no Reeve.`, { cause });
  }
}

const kindOf: Readonly<Record<number, Kind>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'missing',
  409: 'conflict',
  412: 'conflict',
  429: 'throttled',
  503: 'unavailable',
};

/** A problem (RFC 9457) in the one line and with the exit code that the same refusal has here. */
function refused(remote: Remote, { status, text }: Answer): CommandFault {
  const problem = readJson(remote, text);
  const kind = kindOf[status];
  const fields: readonly { readonly field: string; readonly says: string }[] = Array.isArray(problem.fields) ? problem.fields : [];
  const says = [String(problem.detail ?? `${remote.url} answered ${status}.`), ...fields.map(({ field, says }) => `${field}: ${says}`)].join(' ');
  return new CommandFault(kind ? refusalExitCodes[kind] : exitCodes.fault, says);
}
