// Whether a stranger can tell by the clock who is known here: each door that takes a name or an address from anybody, asked of somebody who is and of nobody in turn,
// in one process and without a network, which would only blur it. By the ranks of all answers (AUC of Mann and Whitney: 0.5 = not told apart), and by their medians.
// Once as the doors are, and once without the floor of time that failures have, to see what that floor hides.
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { signInPages } from '#edges/sign-in/pages.ts';
import { openWeb } from '#edges/web.ts';
import { changeMail } from '#mail/edit-server.ts';
import { writeVerified } from '#mail/link-queries.ts';
import { changeSignUpRule } from '#signups/rule.ts';
import { addUser } from '#users/add-user.ts';
import { lockUser } from '#users/lock-user.ts';
import { writeCredential } from '#users/queries.ts';
import { makeRecoveryLink } from '#users/recovery-link.ts';
import { mailKeyOf } from '#users/user.ts';
import type { World } from '#world.ts';
import { type Bench, interleaved, type Measured, median } from './frame.ts';
import { openBenchWorld, temporaryFolder } from './organisation.ts';

const host = { kind: 'host', name: 'bench', door: 'cli' } as const;
/** Of each side: chance alone moves the AUC of so many by more than 0.1 once in three hundred runs. */
const answers = 150;
/** What is slower at first, whoever is asked for. */
const warming = 10;
/** A form that is sent at once is a program's. */
const humanMilliseconds = 1_500;

type Send = (fields: Readonly<Record<string, string>>) => Promise<number>;
/** `known` and `unknown` make what is sent, of the nth of them. */
type Door = { readonly path: string; readonly more?: Readonly<Record<string, string>> } & Readonly<
  Record<'known' | 'unknown', (nth: number) => Readonly<Record<string, string>>>
>;

const nobody = (nth: number) => `nobody${nth}`;
const somebody = (nth: number) => `person${nth}`;
const locked = (nth: number) => `locked${nth}`;
const mailOf = (name: string) => `${name}@example.org`;
const wrong = 'umbrella Fjord 7 mosaic';
const wrongCode = '0000-0000';
const signingIn = (nameOf: (nth: number) => string) => (nth: number) => ({ userName: nameOf(nth), password: wrong, to: '' });

const doors: Readonly<Record<string, Door>> = {
  'sign-in': { path: '/sign-in', known: signingIn(somebody), unknown: signingIn(nobody) },
  'sign-in-locked': { path: '/sign-in', known: signingIn(locked), unknown: signingIn((nth) => nobody(nth + 10_000)) },
  recovery: { path: '/recover', known: (nth) => ({ userName: somebody(nth) }), unknown: (nth) => ({ userName: nobody(nth) }) },
  'recovery-by-mail': { path: '/recover', known: (nth) => ({ userName: mailOf(locked(nth)) }), unknown: (nth) => ({ userName: mailOf(nobody(nth)) }) },
  code: {
    path: '/code',
    known: (nth) => ({ userName: somebody(nth), code: wrongCode }),
    unknown: (nth) => ({ userName: nobody(nth), code: wrongCode }),
  },
  'sign-up': { path: '/sign-up', more: { website: '' }, known: (nth) => ({ mail: mailOf(somebody(nth)) }), unknown: (nth) => ({ mail: mailOf(nobody(nth)) }) },
};

async function run(): Promise<readonly Measured[]> {
  const folder = temporaryFolder();
  const path = `${folder.path}/reeve`;
  mkdirSync(path, { mode: 0o700 });
  const world = await openBenchWorld(path, { REEVE_BASE_URL: 'https://reeve.test', REEVE_ANYONE_REQUESTS_PER_MINUTE_MAX: '100000' });
  try {
    await fill(world);
    // The sides without a floor ask of others: the throttle and the budgets remember.
    const withFloor = await asked(world, 0);
    const bare = await asked({ ...world, config: { ...world.config, failureMillisecondsMin: 0 } }, answers + warming);
    return Object.keys(doors).flatMap((name) => figuresOf(name, withFloor[name], bare[name]));
  } finally {
    await world.db.close();
    folder.remove();
  }
}

type Times = Readonly<Record<'known' | 'unknown', readonly number[]>>;

/** All doors at once: most of the time each waits for its floor. */
async function asked(world: World, from: number): Promise<Readonly<Record<string, Times>>> {
  const web = await openWeb(world, null);
  web.addHook('onRequest', async (request) => {
    request.network = String(request.headers['x-bench-network'] ?? '');
  });
  await web.register(signInPages(world));
  const times = await Promise.all(
    Object.entries(doors).map(async ([name, door]) => [name, await through(await sender(world, web, door), door, from)] as const),
  );
  await web.close();
  return Object.fromEntries(times);
}

async function through(send: Send, door: Door, from: number): Promise<Times> {
  const asked = { known: from, unknown: from };
  const sides = { known: () => send(door.known(asked.known++)), unknown: () => send(door.unknown(asked.unknown++)) };
  await interleaved(sides, warming);
  return interleaved(sides, answers);
}

let networks = 0;

/** One browser for all of them: it has the form's cookie, and each time comes from another network. Gives milliseconds. */
async function sender(world: World, web: FastifyInstance, { path, more = {} }: Door): Promise<Send> {
  const cookie = 'bench-flow-cookie-of-enough-length-00000000000';
  const headers = { host: 'reeve.test', cookie: `__Host-reeve-flow=${cookie}` };
  const csrf = createHash('sha256').update(`reeve form ${cookie}`).digest('base64url');
  const page = await web.inject({ method: 'GET', url: path, headers });
  const shown = /name="shown" value="([^"]*)"/.exec(page.body)?.[1] ?? '';
  await pause(humanMilliseconds);
  return async (fields) => {
    const body = new URLSearchParams({ csrf, shown, ...more, ...fields }).toString();
    networks += 1;
    const network = `10.${networks >> 8}.${networks & 255}.0/24`;
    const from = { origin: 'https://reeve.test', 'content-type': 'application/x-www-form-urlencoded', 'x-bench-network': network };
    // Nothing polls here, and a node that has not heard for long answers nothing.
    await world.changes.poll();
    const began = performance.now();
    const { statusCode } = await web.inject({ method: 'POST', url: path, headers: { ...headers, ...from }, body });
    const took = performance.now() - began;
    if (statusCode !== 303 && statusCode !== 401) throw new Error(`${path} answered ${statusCode}.`);
    return took;
  };
}

/** Persons with a password and a confirmed address, half of them locked, the others with a code that they were told; mails wait, and are not sent. */
async function fill(world: World): Promise<void> {
  const hash = await world.hashing.hash('tulip-9 Orchard kettle');
  for (let nth = 0; nth < 2 * (answers + warming); nth += 1) {
    for (const userName of [somebody(nth), locked(nth)]) await person(world, userName, hash);
  }
  await changeMail.run(world, host, { host: 'localhost', port: 2525, security: 'none', from: 'reeve@reeve.test' });
  await changeSignUpRule.run(world, host, { mode: 'open' });
}

async function person(world: World, userName: string, hash: string): Promise<void> {
  const { id } = await addUser.run(world, host, { userName, mail: mailOf(userName) });
  await world.db.write(async (tx) => {
    const { no } = await tx.updateTable('users').set({ pending: '' }).where('id', '=', id).returning('no').executeTakeFirstOrThrow();
    await writeCredential(tx, no, { password_hash: hash, changed_at: world.now(), must_change: 0, temporary_until: 0 });
    await writeVerified(tx, { userNo: no, mailKey: mailKeyOf(mailOf(userName)), now: world.now() });
  });
  if (userName.startsWith('locked')) await lockUser.run(world, host, { id });
  else await makeRecoveryLink.run(world, host, { id, by: 'hand' });
}

/** How often somebody known takes longer than somebody unknown; a tie counts half. */
function areaUnder({ known, unknown }: Times): number {
  const wins = known.map((one) => unknown.reduce((sum, other) => sum + (one > other ? 1 : one === other ? 0.5 : 0), 0));
  return wins.reduce((sum, won) => sum + won, 0) / (known.length * unknown.length);
}

const saysOf = ({ known, unknown }: Times) => `${median(known).toFixed(1)} ms against ${median(unknown).toFixed(1)} ms`;

function figuresOf(name: string, asked: Times | undefined, bare: Times | undefined): readonly Measured[] {
  if (!asked || !bare) throw new Error(`${name} was not asked.`);
  const of = (figure: string, value: number, unit: string, times: Times) => ({ figure, value, samples: [value], unit, says: saysOf(times) });
  return [
    of(`enumeration/${name}`, areaUnder(asked), 'AUC', asked),
    of(`enumeration/${name} median`, median(asked.known) / median(asked.unknown), '×', asked),
    of(`enumeration/${name} without the floor`, areaUnder(bare), 'AUC', bare),
  ];
}

export const bench: Bench = { name: 'enumeration', run };
