// The answer to what is no request: a head too large, too slow, or not HTTP, written to the bare socket, for there is nobody else to answer; and to
// what is no address.
// Called by web.ts. Knows no door; says the same to everybody.
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { Refusal } from '#errors.ts';

type Fault = Error & { readonly code?: string };

/** What Node's parser calls it → how it is answered. Anything else is no HTTP. */
const answers: Readonly<Record<string, readonly [string, string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The head of the request is too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive.'],
};
const noHttp = ['400 Bad Request', 'This is no HTTP request.'] as const;

export function refuseUnread({ code = '' }: Fault, socket: Socket, headers: Readonly<Record<string, string>>): void {
  // A client that went away reads no answer; one that has not shaken hands cannot, and what is written would wait for that, and hold the connection.
  if (code === 'ECONNRESET' || /^ERR_(TLS|SSL)_/.test(code) || !socket.writable) return void socket.destroy();
  const [status, detail] = answers[code] ?? noHttp;
  const body = JSON.stringify({ type: 'about:blank', title: status.slice(4), status: Number(status.slice(0, 3)), detail, code: 'request.unread' });
  const head = { ...headers, 'content-type': 'application/problem+json', 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`, () => socket.destroy());
}

/** An address that no router can read (a broken %-escape, a part too long), before any door is chosen. It is not said again: it is anybody's text. */
export function refuseAddress(reply: FastifyReply, headers: Readonly<Record<string, string>>): void {
  const { code, message } = new Refusal('route.missing');
  reply
    .code(404)
    .headers(headers)
    .type('application/problem+json')
    .send({ type: `/api/docs#error-${code}`, title: 'Not found', status: 404, detail: message, code });
}
