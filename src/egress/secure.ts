// TLS over a socket that egress has connected: the host that was asked for and its authority are always verified, nothing else is ever handed out.
// Called by drivers of user stores and for mails. Whoever fails the test is told by its certificate, so that a person sees what was shown to us.

import { isIP, type Socket } from 'node:net';
import { connect, createSecureContext, getCACertificates, type PeerCertificate, type SecureContext, type TLSSocket } from 'node:tls';
import { inEnglish, type Sentence, say } from '#sentences/sentence.ts';
import type { StoreCertificate } from '#user-store.ts';

export type Securing = {
  /** As it was typed: what the certificate must name, not the address that it led to. */
  readonly host: string;
  /** PEM; '' = those that this machine trusts. */
  readonly authorities: string;
  readonly milliseconds: number;
};

/** The handshake came to an end, and not a good one. Said for an administrator. */
export class TlsFault extends Error {
  override readonly name = 'TlsFault';
  readonly says: Sentence;
  readonly certificate: StoreCertificate | null;

  constructor(says: Sentence, certificate: StoreCertificate | null, cause?: unknown) {
    super(inEnglish(says), { cause });
    this.says = says;
    this.certificate = certificate;
  }
}

/** Takes the socket over: destroyed where this fails. TlsFault where there is no trust; the system's error or a time-out where there is no answer. */
export async function secure(socket: Socket, securing: Securing): Promise<TLSSocket> {
  try {
    return await handshake(socket, securing, trusting(securing.authorities));
  } catch (fault) {
    socket.destroy();
    throw fault;
  }
}

function handshake(socket: Socket, { host, milliseconds }: Securing, secureContext: SecureContext): Promise<TLSSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  // Refused here below and not by Node, because Node closes before anybody can see which certificate it was. Nothing is sent or read before that.
  const secured = connect({ socket, host, servername: isIP(host) === 0 ? host : '', secureContext, rejectUnauthorized: false });
  const timer = setTimeout(() => secured.destroy(new Error(`${host} did not finish the TLS handshake within ${milliseconds} ms.`)), milliseconds);
  const fail = (fault: Error) => {
    clearTimeout(timer);
    secured.destroy();
    reject(fault);
  };
  secured.once('error', (fault) => fail(inWords(fault, host)));
  secured.once('close', () => fail(new Error(`${host} closed the connection during the TLS handshake.`)));
  secured.once('secureConnect', () => {
    if (!secured.authorized) return fail(distrusted(secured, host));
    clearTimeout(timer);
    secured.removeAllListeners('error').removeAllListeners('close');
    resolve(secured);
  });
  return promise;
}

/** What is trusted for TLS that somebody else begins on a socket from here. */
export const trusting = (authorities: string): SecureContext =>
  createSecureContext({ minVersion: 'TLSv1.2', ca: authorities === '' ? [...getCACertificates('default'), ...getCACertificates('system')] : authorities });

export function certificateOf(socket: TLSSocket): StoreCertificate | null {
  const shown = socket.getPeerCertificate();
  if (!shown?.fingerprint256) return null;
  return { subject: nameOf(shown.subject), issuer: nameOf(shown.issuer), fingerprint: shown.fingerprint256, endsAt: Date.parse(shown.valid_to) };
}

const partMax = 20;
const nameOf = (name: PeerCertificate['subject']): string =>
  Object.entries(name ?? {})
    .slice(0, partMax)
    .map(([part, value]) => `${part}=${String(value).slice(0, 200)}`)
    .join(', ');

function distrusted(secured: TLSSocket, host: string): TlsFault {
  const certificate = certificateOf(secured);
  // Node's types say Error; it is the code as text, or the error's message.
  const code = String(secured.authorizationError);
  return new TlsFault(reasonOf(code, host, certificate), certificate);
}

function reasonOf(code: string, host: string, certificate: StoreCertificate | null): Sentence {
  if (code === 'CERT_HAS_EXPIRED')
    return certificate ? say('tls.ended', { host, moment: new Date(certificate.endsAt).toISOString() }) : say('tls.ended-some-time', { host });
  if (code === 'CERT_NOT_YET_VALID') return say('tls.not-yet', { host });
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return say('tls.other-name', { host });
  if (code.includes('SELF_SIGNED') || code.includes('UNABLE_TO')) return say('tls.authority', { host });
  return say('tls.untrusted', { host, code: code.slice(0, 100) });
}

function inWords(fault: NodeJS.ErrnoException, host: string): Error {
  if (fault.code === 'ERR_SSL_WRONG_VERSION_NUMBER' || fault.code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return new TlsFault(say('tls.none', { host }), null, fault);
  return fault.code?.startsWith('ERR_SSL') ? new TlsFault(say('tls.no-common', { host, code: fault.code }), null, fault) : fault;
}
