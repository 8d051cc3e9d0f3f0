// A page of fifty users out of a million over HTTP, without a filter, page after page: against the bare keyset loop behind the same frame, and against the list of
// better-auth's admin plugin, first page and a deep one in turn. Four clients each, plain HTTP, by the clock.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, interleaved, type Measured, perSecond, ratioOf } from './frame.ts';
import { load, open, type Started, start, wire } from './load.ts';
import { copyMillion } from './million.ts';
import { temporaryFolder } from './organisation.ts';

const connections = 4;
const roundMilliseconds = 1_500;
/** better-auth answers a few pages a second. */
const slowRoundMilliseconds = 6_000;
const rounds = 5;
const pagesKnown = 400;
const size = 1_000_000;
const betterAuthFile = join(tmpdir(), 'reeve-bench', `better-auth-${size}.db`);
const deep = size / 2;

async function run(): Promise<readonly Measured[]> {
  const folder = temporaryFolder();
  const data = `${folder.path}/large`;
  const token = await copyMillion(data);
  if (token === null) {
    console.error('No million users here: run the list bench first.');
    folder.remove();
    return [];
  }
  const servers = {
    ours: await start('reeve', [], { REEVE_DATA: data, REEVE_TLS: 'off' }),
    bare: await start('bare-list', [], { REEVE_DATA: data }),
    betterAuth: await start('better-auth', [], { BENCH_USERS: String(size), BENCH_FILE: betterAuthFile }),
  };
  try {
    return await compare(servers, token);
  } finally {
    for (const server of Object.values(servers)) await server.stop();
    folder.remove();
  }
}

async function compare({ ours, bare, betterAuth }: Readonly<Record<'ours' | 'bare' | 'betterAuth', Started>>, token: string) {
  const authorized = { authorization: `Bearer ${token}` };
  const cookie = await signedIn(betterAuth.port);
  const asked = {
    ours: await walk(ours.port, authorized, ({ next }: { readonly next?: string }) => (next === undefined ? null : `cursor=${next}`)),
    bare: await walk(bare.port, {}, ({ next }: { readonly next?: Readonly<Record<string, string>> }) => (next ? String(new URLSearchParams(next)) : null)),
    betterAuth: [0, deep].map((offset) =>
      wire({ method: 'GET', path: `/api/auth/admin/list-users?limit=50&offset=${offset}&sortBy=name`, headers: { cookie } }),
    ),
  };
  const rate = (server: Started, requests: readonly Buffer[], milliseconds: number) => async () =>
    (await load({ port: server.port, connections, milliseconds, request: (nth) => requests[nth % requests.length] ?? Buffer.alloc(0) })).perSecond;
  const sides = {
    ours: rate(ours, asked.ours, roundMilliseconds),
    bare: rate(bare, asked.bare, roundMilliseconds),
    betterAuth: rate(betterAuth, asked.betterAuth, slowRoundMilliseconds),
  };
  const found = await interleaved(sides, rounds);
  const says = (theirs: readonly number[]) => `${perSecond(found.ours)} against ${perSecond(theirs)}`;
  return [
    ratioOf('list-over-http/bare', { ours: found.ours, theirs: found.bare, says: says(found.bare) }),
    ratioOf('list-over-http/better-auth', { ours: found.ours, theirs: found.betterAuth, says: says(found.betterAuth) }),
  ];
}

/** Goes through the first pages once, so that each is known and warm: the requests, as they go over the wire. */
async function walk<P>(port: number, headers: Readonly<Record<string, string>>, nextOf: (page: P) => string | null): Promise<readonly Buffer[]> {
  const connection = await open(port);
  const requests: Buffer[] = [];
  let next: string | null = '';
  while (requests.length < pagesKnown && next !== null) {
    const request = wire({ method: 'GET', path: `/api/users?${next}`, headers });
    const { status, text } = await connection.ask(request);
    if (status !== 200) throw new Error(`Answered ${status}: ${text.slice(0, 300)}`);
    requests.push(request);
    // The shape is what the server of this bench gives; a wrong one ends the walk at once.
    next = nextOf(JSON.parse(text) as P);
  }
  connection.close();
  if (requests.length < pagesKnown) throw new Error(`Only ${requests.length} pages were there.`);
  return requests;
}

async function signedIn(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1' },
    body: JSON.stringify({ email: 'admin@bench.test', password: 'tulip-9 Orchard kettle' }),
  });
  if (!answer.ok) throw new Error(`better-auth answers ${answer.status}: ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

export const bench: Bench = { name: 'list-over-http', run };
