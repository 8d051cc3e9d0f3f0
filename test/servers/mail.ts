// A mail server of the tests' own: real SMTP over real TLS, on loopback, that keeps what it takes and refuses what it is told to.
// Called by tests of mails. It can be stopped and started again on the same port, as a server that was down.
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { makeAuthority } from './authority.ts';
import { freePort } from './free-port.ts';

export type Taken = { readonly from: string; readonly to: string; readonly secure: boolean; readonly user: string; readonly raw: string };
export type TestMailServer = {
  readonly port: number;
  /** PEM: whom a client must trust. */
  readonly authority: string;
  readonly user: 'reeve';
  readonly password: 'postbox Marble 4';
  /** Everything it took, in order. */
  taken(): readonly Taken[];
  /** The next one that was not given out yet; waits for it. */
  next(): Promise<Taken>;
  /** What it says to an address, such as `550 No such mailbox`; '' = takes it, `nothing` = never answers. */
  refuse(answer: (to: string) => string): void;
  /** When it next leaves somebody without an answer. */
  hangs(): Promise<void>;
  /** Connections that were ever made to it. */
  connections(): number;
  stop(): Promise<void>;
  start(): Promise<void>;
};

type Told = { readonly security?: 'starttls' | 'tls' | 'none'; readonly names?: readonly string[] };

export async function startMailServer({ security = 'starttls', names = ['localhost'] }: Told = {}): Promise<TestMailServer> {
  const [authority, port] = [await makeAuthority(), await freePort()];
  const pair = await authority.issue(names);
  const taken: Taken[] = [];
  const waiting: ((one: Taken) => void)[] = [];
  let [given, connections] = [0, 0];
  let answer = (_to: string): string => '';
  const hung: (() => void)[] = [];
  const login = { user: 'reeve', password: 'postbox Marble 4' } as const;
  const options: SMTPServerOptions = {
    ...pair,
    secure: security === 'tls',
    disabledCommands: security === 'starttls' ? [] : ['STARTTLS'],
    authOptional: security === 'none',
    allowInsecureAuth: false,
    disableReverseLookup: true,
    // Whoever keeps a connection is cut off, as by a server that dies.
    closeTimeout: 1,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onAuth({ username, password }, _session, done) {
      if (username === login.user && password === login.password) done(null, { user: username });
      else done(Object.assign(new Error('Authentication failed'), { responseCode: 535 }));
    },
    onRcptTo({ address }, _session, done) {
      if (answer(address) === 'nothing') return hung.splice(0).forEach((told) => void told());
      const [, code, says = ''] = /^(\d{3}) (.*)$/.exec(answer(address)) ?? [];
      done(code === undefined ? null : Object.assign(new Error(says), { responseCode: Number(code) }));
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const one = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address).join(' '),
          secure: session.secure,
          user: String(session.user ?? ''),
          raw: Buffer.concat(pieces).toString('latin1'),
        };
        taken.push(one);
        waiting.shift()?.(one);
        done(null, 'Queued as test');
      });
    },
  };
  let server: SMTPServer | undefined;
  const start = async () => {
    const fresh = new SMTPServer(options);
    // A client that goes away in the middle is no accident here.
    fresh.on('error', () => {});
    server = fresh;
    await new Promise<void>((resolve) => fresh.listen(port, '127.0.0.1', () => resolve()));
  };
  await start();
  return {
    port,
    authority: authority.cert,
    ...login,
    taken: () => taken,
    async next() {
      given += 1;
      return taken[given - 1] ?? new Promise((resolve) => waiting.push(resolve));
    },
    refuse: (told) => {
      answer = told;
    },
    hangs: () => new Promise((resolve) => hung.push(resolve)),
    connections: () => connections,
    start,
    stop: () => new Promise((resolve) => (server ? server.close(() => resolve()) : resolve())),
  };
}

/** All of it in one text, its quoted-printable read (RFC 2045 §6.7). */
export function readable({ raw }: Pick<Taken, 'raw'>): string {
  const bytes = raw.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The path of the first link to Reeve in it. */
export const linkIn = (one: Pick<Taken, 'raw'>): string => /https:\/\/reeve\.test(\/[^\s"<]+)/.exec(readable(one))?.[1] ?? '';
