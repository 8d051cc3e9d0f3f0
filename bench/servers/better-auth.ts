// better-auth (bench/peers) with its admin plugin over node:sqlite, with as many users as ours, filled once and kept.
// Everything is left as it comes, but for the rate limit, which would end the bench.
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const users = Number(process.env.BENCH_USERS);
const file = String(process.env.BENCH_FILE);
const peers = new URL(`../peers/node_modules/${'better-auth'}/dist/`, import.meta.url).href;
// The peers are installed by the bench; the product's types know nothing of them.
const { betterAuth } = await import(`${peers}index.mjs`);
const { admin } = await import(`${peers}plugins/admin/index.mjs`);
const { getMigrations } = await import(`${peers}db/get-migration.mjs`);
const { toNodeHandler } = await import(`${peers}integrations/node.mjs`);

mkdirSync(dirname(file), { recursive: true });
const isNew = !existsSync(file);
const database = new DatabaseSync(file);
database.exec('pragma journal_mode = wal');
const auth = betterAuth({
  database,
  baseURL: 'http://127.0.0.1',
  secret: 'only for a bench: Xq7-vK2_pL9sT4wZ8rN3mB6',
  emailAndPassword: { enabled: true },
  plugins: [admin()],
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
});
if (isNew) await (await getMigrations(auth.options)).runMigrations();
const { n } = database.prepare('select count(*) as n from "user"').get() ?? {};
if (Number(n) < users) fill();
database.exec(`delete from "session"; delete from "account"; delete from "user" where email = 'admin@bench.test'`);
await auth.api.signUpEmail({ body: { email: 'admin@bench.test', password: 'tulip-9 Orchard kettle', name: 'Admin' } });
database.exec(`update "user" set role = 'admin' where email = 'admin@bench.test'`);

function fill() {
  const insert = database.prepare('insert or ignore into "user" (id, name, email, emailVerified, createdAt, updatedAt) values (?, ?, ?, 1, ?, ?)');
  const day = 86_400_000;
  database.exec('begin');
  for (let no = 0; no < users; no += 1) {
    const at = new Date(Date.UTC(2024, 0, 1) + ((no * 7_919) % users) * (day / 2_000)).toISOString();
    insert.run(`user${no}`, `Person ${(no * 104_729) % users}`, `person.${no}@bench.test`, at, at);
  }
  database.exec('commit');
}

const server = createServer(toNodeHandler(auth));
// A deep page holds it up for longer than Node keeps a waiting connection.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? (address?.port ?? 0) : 0);
});
process.once('disconnect', () => process.exit(0));
