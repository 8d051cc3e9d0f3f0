// Asking something of a server over HTTPS through the egress: its address resolved and checked, its certificate verified for the name that was typed, no redirect
// followed, and an end to time and size. Shaped as `fetch`, for libraries that take one. Called for identity providers. Knows nothing of what is asked.
import { type IncomingMessage, request } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { say } from '#sentences/sentence.ts';
import { type Egress, EgressFault } from './egress.ts';
import { secure } from './secure.ts';

export type Limits = { readonly milliseconds: number; readonly bytesMax: number };
type Going = {
  readonly egress: Egress;
  /** PEM; '' = those that this machine trusts. */
  readonly authorities: string;
  readonly limits: Limits;
};
export type Asked = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };
export type Fetch = (url: string, asked: Asked) => Promise<Response>;

const tlsPort = 443;
/** Answers that have no body (RFC 9110 §15). */
const bodiless = new Set([204, 205, 304]);

export const fetchThrough =
  ({ egress, authorities, limits }: Going): Fetch =>
  async (written, asked) => {
    const url = new URL(written);
    if (url.protocol !== 'https:') throw new EgressFault(say('egress.plain', { origin: url.origin }));
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const { milliseconds } = limits;
    const late = AbortSignal.timeout(milliseconds);
    const socket = await egress.connect({ host, port: url.port === '' ? tlsPort : Number(url.port) }, milliseconds);
    const secured = await secure(socket, { host, authorities, milliseconds });
    try {
      return await answerOf(await ask(secured, { url, asked, late }), limits.bytesMax);
    } catch (fault) {
      throw late.aborted ? new Error(`${host} did not answer within ${milliseconds} ms.`, { cause: fault }) : fault;
    } finally {
      secured.destroy();
    }
  };

type Asking = { readonly url: URL; readonly asked: Asked; readonly late: AbortSignal };

function ask(socket: TLSSocket, { url, asked: { method = 'GET', headers = {}, body }, late }: Asking): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const text = body === undefined || body === null ? '' : String(body);
  const length = text === '' ? {} : { 'content-length': String(Buffer.byteLength(text)) };
  const asking = request({
    method,
    path: `${url.pathname}${url.search}`,
    headers: { ...headers, host: url.host, connection: 'close', ...length },
    signal: late,
    createConnection: () => socket,
  });
  asking.once('response', resolve).once('error', reject).end(text);
  return promise;
}

async function answerOf(message: IncomingMessage, bytesMax: number): Promise<Response> {
  const status = message.statusCode ?? 0;
  const body = await bodyOf(message, bytesMax);
  const headers = Object.entries(message.headers).flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one]));
  return new Response(bodiless.has(status) ? null : body, { status, headers });
}

async function bodyOf(message: IncomingMessage, bytesMax: number): Promise<Buffer<ArrayBuffer>> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > bytesMax) throw new Error(`More than ${bytesMax} bytes came as an answer.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
