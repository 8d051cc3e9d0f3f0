// add-user over the API, 16 at once, durable, against bare inserts of the same rows that share commits with the same durability. Hashing is left out of both.
import { mkdirSync } from 'node:fs';
import { type Bench, interleaved, perSecond, ratioOf } from './frame.ts';
import { load, type Started, start, wire } from './load.ts';
import { openBenchWorld, temporaryFolder } from './organisation.ts';
import { tokenOf } from './token.ts';

const connections = 16;
const roundMilliseconds = 1_200;
const rounds = 7;

async function run() {
  const folder = temporaryFolder();
  const [ours, bare] = [`${folder.path}/reeve`, `${folder.path}/bare`];
  const tokens: string[] = [];
  for (const path of [ours, bare]) {
    mkdirSync(path, { mode: 0o700 });
    const world = await openBenchWorld(path);
    tokens.push(await tokenOf(world));
    await world.db.close();
  }
  const servers = [await start('reeve', [], { REEVE_DATA: ours, REEVE_TLS: 'off' }), await start('bare-add-user', [], { REEVE_DATA: bare })];
  try {
    const [reeve, other] = servers.map((server, nth) => adding(server, tokens[nth] ?? ''));
    if (!reeve || !other) throw new Error('Two servers were started.');
    for (const warm of [reeve, other, reeve, other]) await warm();
    const found = await interleaved({ ours: reeve, bare: other }, rounds);
    return [ratioOf('add-user/bare', { ours: found.ours, theirs: found.bare, says: `${perSecond(found.ours)} against ${perSecond(found.bare)}` })];
  } finally {
    for (const server of servers) await server.stop();
    folder.remove();
  }
}

function adding({ port }: Started, token: string): () => Promise<number> {
  let count = 0;
  const request = () => {
    count += 1;
    return wire({ method: 'POST', path: '/api/users', headers: { authorization: `Bearer ${token}` }, body: { userName: `bench.${count}` } });
  };
  return async () => (await load({ port, connections, milliseconds: roundMilliseconds, request })).perSecond;
}

export const bench: Bench = { name: 'add-user', run };
