// `may` over HTTP, asked by a program with its token, against a bare Fastify with the same hooks and validation, and against cerbos: 100 kinds of ten
// actions and 100 roles, one action a question, 16 connections. cerbos is told the roles with each question; Reeve knows them. How far Node's own HTTP server
// gets against cerbos is told beside: on a machine where that is less than a budget, no answer of ours can hold it.
import { mkdirSync } from 'node:fs';
import { cerbosQuestion, startCerbos } from './cerbos.ts';
import { type Bench, interleaved, median, percentile, perSecond, ratioOf, ratios } from './frame.ts';
import { load, processorSeconds, type Started, start, wire } from './load.ts';
import { fillOrganisation, type Organisation, openBenchWorld, temporaryFolder } from './organisation.ts';
import { tokenOf } from './token.ts';

const size = { users: 5_000, roles: 100, nodes: 1_000, rolesOfUser: 2 };
const connections = 16;
const roundMilliseconds = 1_000;
const rounds = 7;

async function run() {
  const folder = temporaryFolder();
  const [ours, bare] = [`${folder.path}/reeve`, `${folder.path}/bare`];
  for (const path of [ours, bare]) mkdirSync(path, { mode: 0o700 });
  const world = await openBenchWorld(ours);
  const organisation = await fillOrganisation(world, size);
  const token = await tokenOf(world);
  await world.db.close();
  const servers = {
    ours: await start('reeve', [], { REEVE_DATA: ours, REEVE_TLS: 'off' }),
    bare: await start('bare-may', [], { REEVE_DATA: bare }),
    http: await start('bare-http'),
    cerbos: await startCerbos(folder.path, organisation),
  };
  try {
    return await compare(servers, questions(organisation, token));
  } finally {
    for (const server of Object.values(servers)) await server.stop();
    folder.remove();
  }
}

type Questions = { readonly reeve: readonly Buffer[]; readonly cerbos: readonly Buffer[] };

/** The same users and nodes for all: half of them what the user may. */
function questions({ users, allowed, paths }: Organisation, token: string): Questions {
  const asked = Array.from({ length: 4_096 }, (_, nth) => {
    const user = users[(nth * 7_919) % users.length] ?? { id: '', no: 0, roles: [] };
    const own = allowed[user.roles[nth % user.roles.length] ?? 0] ?? '';
    return { user, permission: nth % 2 === 0 ? own : (paths[(nth * 104_729) % paths.length] ?? '') };
  });
  return {
    reeve: asked.map(({ user, permission }) =>
      wire({ method: 'POST', path: '/api/may', headers: { authorization: `Bearer ${token}` }, body: { user: user.id, permission } }),
    ),
    cerbos: asked.map(({ user, permission }) => cerbosQuestion(user, permission)),
  };
}

type Servers = { readonly ours: Started; readonly bare: Started; readonly http: Started; readonly cerbos: Started };

async function compare(servers: Servers, { reeve, cerbos }: Questions) {
  const sides = { ours: side(servers.ours, reeve), bare: side(servers.bare, reeve), http: side(servers.http, reeve), cerbos: side(servers.cerbos, cerbos) };
  for (const warm of Object.values(sides)) await warm.once(2 * roundMilliseconds);
  const { ours, bare, http } = sides;
  const found = await interleaved({ ours: ours.measure, bare: bare.measure, http: http.measure, cerbos: sides.cerbos.measure }, rounds);
  const slow = ratios(sides.ours.p99, sides.cerbos.p99);
  const costs = { ours: ours.perProcessorSecond, bare: bare.perProcessorSecond };
  return [
    ratioOf('may-over-http/bare', {
      ours: costs.ours,
      theirs: costs.bare,
      says: `${perSecond(costs.ours)} of processor time against ${perSecond(costs.bare)}`,
    }),
    ratioOf('may-over-http/cerbos', { ours: found.ours, theirs: found.cerbos, says: `${perSecond(found.ours)} against ${perSecond(found.cerbos)}` }),
    ratioOf('may-over-http/ceiling', {
      ours: found.http,
      theirs: found.cerbos,
      says: `node:http alone ÷ cerbos: ${perSecond(found.http)} against ${perSecond(found.cerbos)}`,
    }),
    {
      figure: 'may-over-http/cerbos-p99',
      value: median(slow),
      samples: slow,
      unit: '×',
      says: `p99 ${short(sides.ours.p99)} against ${short(sides.cerbos.p99)}`,
    },
  ];
}

const short = (milliseconds: readonly number[]) => `${median(milliseconds).toFixed(2)} ms`;

/** One server under load. Two servers with the same hooks are compared by processor time, which neighbours on the machine cannot take from one of them alone. */
function side({ port, pid }: Started, asked: readonly Buffer[]) {
  const [p99, perProcessorSecond]: [number[], number[]] = [[], []];
  const once = (milliseconds: number) => load({ port, connections, milliseconds, request: (nth) => asked[nth % asked.length] ?? Buffer.alloc(0) });
  const measure = async () => {
    const before = processorSeconds(pid);
    const { latencies, perSecond: rate } = await once(roundMilliseconds);
    perProcessorSecond.push(latencies.length / (processorSeconds(pid) - before));
    p99.push(percentile(latencies, 0.99));
    return rate;
  };
  return { once, measure, p99, perProcessorSecond };
}

export const bench: Bench = { name: 'may-over-http', run };
