// Sends letters to the mail server that is set up: through egress, so that nobody's setting leads inside (rule 39), verified, and within limits of time.
// Called by runner.ts and for test mails. nodemailer is loaded with the first mail; it never resolves a name or connects by itself.

import type { Socket } from 'node:net';
import type { NodemailerError, SMTPPoolOptions, Transporter } from 'nodemailer';
import { EgressFault } from '#egress/egress.ts';
import { secure, TlsFault, trusting } from '#egress/secure.ts';
import { inCidrs } from '#network.ts';
import { inEnglish, type Sentence, say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import type { MailServer } from './server.ts';
import type { Letter } from './templates.ts';

const stepMilliseconds = 10_000;
/** A server may look at a letter for long before it takes it (RFC 5321 §4.5.3.2.6). */
const silenceMilliseconds = 60_000;
const idleMilliseconds = 20_000;
const connectionsMax = 2;
const lettersPerConnectionMax = 100;
const saysMax = 300;
const loopback = ['127.0.0.0/8', '::1'];

/** Why a letter did not go. `final` = this address or letter was refused, and would be again; anything else may pass. Said for administrators. */
export class MailFault extends Error {
  override readonly name = 'MailFault';
  readonly says: Sentence;
  readonly final: boolean;

  constructor(says: Sentence, { final = false, cause }: { readonly final?: boolean; readonly cause?: unknown } = {}) {
    super(inEnglish(says), { cause });
    this.says = says;
    this.final = final;
  }
}

export type Sending = {
  readonly id: string;
  readonly to: string;
  /** Where it comes back to; absent = to the sender. */
  readonly returnTo?: string;
  readonly letter: Letter;
  readonly now: number;
};
export type Postman = {
  /** What the server answered. MailFault when it did not take the letter. */
  send(sending: Sending): Promise<string>;
  /** `force` = a letter that is under way is given up. */
  close(force?: boolean): void;
};

export async function openPostman({ egress }: Pick<World, 'egress'>, server: MailServer): Promise<Postman> {
  const { createTransport } = await import('nodemailer');
  const { host, port, security, user, password } = server;
  const transport = createTransport({
    pool: true,
    maxConnections: connectionsMax,
    maxMessages: lettersPerConnectionMax,
    maxRequeues: 0,
    idleTimeout: idleMilliseconds,
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === '' ? {} : { auth: { user, pass: password } }),
    // What STARTTLS is verified by; for TLS from the start egress/secure.ts does it.
    tls: { secureContext: trusting(server.authorities), rejectUnauthorized: true },
    greetingTimeout: stepMilliseconds,
    socketTimeout: silenceMilliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket: socketsTo(egress, server),
  });
  return { send: (sending) => post(transport, server, sending), close: (force = false) => transport.close({ force }) };
}

const socketsTo =
  (egress: World['egress'], server: MailServer): NonNullable<SMTPPoolOptions['getSocket']> =>
  (_options, done) => {
    socketTo(egress, server).then(
      (connection) => done(null, { connection, secured: server.security === 'tls' }),
      (fault: unknown) => done(fault instanceof Error ? fault : new Error(String(fault))),
    );
  };

/** Resolved once, and connected to the address that was checked. */
async function socketTo(egress: World['egress'], { host, port, security, authorities }: MailServer): Promise<Socket> {
  const address = await egress.resolve(host);
  if (security === 'none' && !inCidrs(address, loopback)) throw new MailFault(say('mail.not-here', { host }));
  const socket = await egress.connect({ host: address, port }, stepMilliseconds);
  return security === 'tls' ? secure(socket, { host, authorities, milliseconds: stepMilliseconds }) : socket;
}

async function post(
  transport: Pick<Transporter, 'sendMail'>,
  { from, fromName, replyTo, host }: MailServer,
  { id, to, returnTo, letter, now }: Sending,
): Promise<string> {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  try {
    const { response } = await transport.sendMail({
      from: { name: fromName, address: from },
      to: { name: '', address: to },
      ...(replyTo === '' ? {} : { replyTo: { name: '', address: replyTo } }),
      envelope: { from: returnTo ?? from, to: [to] },
      messageId: `<${id}@${domain}>`,
      date: new Date(now),
      ...letter,
      // No out-of-office answers this (RFC 3834 §5).
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
    return oneLine(response ?? '');
  } catch (fault) {
    throw faultOf(fault, host);
  }
}

const oneLine = (words: string): string =>
  words
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, saysMax);

/** The server's own words, or ours of the way to it; what a library says of a broken conversation stays as it is. */
function saidOf(fault: unknown, { host, response, message }: { readonly host: string; readonly response: string; readonly message: string }): Sentence {
  if (fault instanceof EgressFault || fault instanceof TlsFault) return fault.says;
  return response === '' ? say('as-is', { says: message }) : say('mail.server-said', { host, response });
}

function faultOf(fault: unknown, host: string): MailFault {
  if (fault instanceof MailFault) return fault;
  // nodemailer's errors carry these beside the message.
  const { message, command = '', responseCode = 0, response = '' } = fault as NodemailerError;
  // 5xx to the recipient or to the letter itself; to a sign-in or a sender it is about the settings, and those can be mended (RFC 5321 §4.2.1).
  const isFinal = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
  return new MailFault(saidOf(fault, { host, response: oneLine(response), message: oneLine(message) }), { final: isFinal, cause: fault });
}
