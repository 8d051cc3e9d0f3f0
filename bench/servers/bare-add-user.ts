// The least that a Fastify can do to add a user: our frame and validation, then the same rows in the same tables with statements prepared once.
// Requests that wait together share one transaction, durable like ours (synchronous = FULL). No password on either side, no rule asked, no chain.
import { randomBytes } from 'node:crypto';
import validators from '@fastify/ajv-compiler';
import { pino } from 'pino';
import { loadConfig } from '#config.ts';
import { openHandle } from '#db/handle.ts';
import { openMetrics } from '#edges/operations.ts';
import { openWeb } from '#edges/web.ts';
import { openHere } from '#open-world.ts';
import { addUser } from '#users/contract.ts';
import { userRow } from '../organisation.ts';

const config = loadConfig({ argv: [], env: { ...process.env, REEVE_HOST: '127.0.0.1', REEVE_TLS: 'off', REEVE_METRICS_LISTEN: '' } });
const world = await openHere({ config, log: pino({ level: 'warn' }) });
const { no: store } = await world.db.read.selectFrom('stores').select('no').orderBy('position').executeTakeFirstOrThrow();
const handle = openHandle(`${config.data}/reeve.db`, false);

const insert = (table: string, row: Readonly<Record<string, unknown>>, more = '') =>
  handle.prepare(
    `insert into ${table} (${Object.keys(row)
      .map((name) => `"${name}"`)
      .join(', ')}) values (${Object.keys(row)
      .map(() => '?')
      .join(', ')})${more}`,
  );
const user = userRow({ id: '', store_no: store, user_name: '', name_key: '', pending: 'password' });
const entry = {
  number: 0,
  at: 1,
  actor_kind: 'user',
  actor_id: world.newId(),
  right_used: '/permission/admin/manage/identity/usermgt/add',
  door: 'api',
  operation: 'users.add',
  reason: '',
  digests: JSON.stringify(['a'.repeat(64)]),
  hash: 'b'.repeat(64),
};
const image = { number: 0, position: 0, kind: 'user', object_id: '', name: '', before: '', after: '', salt: randomBytes(16).toString('hex'), erased_at: 0 };
const statements = {
  user: insert('users', user, ' returning no'),
  identifier: insert('identifiers', { store_no: 0, key: '', kind: '', user_no: 0 }),
  signIn: insert('user_sign_ins', { user_no: 0, last_sign_in_at: 0 }),
  entry: insert('journal', entry),
  image: insert('journal_images', image),
  head: handle.prepare('update journal_head set number = ?, hash = ?, changed_at = ? where only = 1'),
};

let number = Number(handle.prepare('select number from journal_head').get()?.number ?? 0);

function add(userName: string): string {
  const id = world.newId();
  number += 1;
  const values = { ...user, id, user_name: userName, name_key: userName };
  const no = Number(statements.user.get(...Object.values(values))?.no);
  statements.identifier.run(store, userName, 'name', no);
  statements.signIn.run(no, 0);
  const after = JSON.stringify({ ...values, version: 1, kind: 'person', domain: 'PRIMARY', state: 'pending' });
  statements.entry.run(...Object.values({ ...entry, number }));
  statements.image.run(...Object.values({ ...image, number, object_id: id, name: `PRIMARY/${userName}`, after }));
  statements.head.run(number, entry.hash, number);
  return after;
}

type Waiting = { readonly userName: string; readonly resolve: (answer: string) => void };
let waiting: Waiting[] = [];

function commit() {
  const batch = waiting;
  waiting = [];
  handle.exec('begin immediate');
  const answers = batch.map(({ userName }) => add(userName));
  handle.exec('commit');
  for (const [nth, { resolve }] of batch.entries()) resolve(answers[nth] ?? '');
}

function added(userName: string): Promise<string> {
  return new Promise((resolve) => {
    if (waiting.push({ userName, resolve }) === 1) setImmediate(commit);
  });
}

const web = await openWeb(world, null);
// `x-says` tells ours what to say of a fault (src/input.ts); for the validator it means nothing.
web.setValidatorCompiler(validators()({}, { customOptions: { keywords: ['x-says'] } }));
openMetrics(world).watch(web);
web.post('/api/users', { schema: { body: addUser.input } }, async (request, reply) => {
  // Fastify has just checked it against the schema.
  const { userName } = request.body as { readonly userName: string };
  return reply.type('application/json; charset=utf-8').send(await added(userName));
});
await web.listen({ host: '127.0.0.1', port: 0 });
const address = web.server.address();
process.send?.(typeof address === 'object' ? (address?.port ?? 0) : 0);
process.once('disconnect', () => process.exit(0));
