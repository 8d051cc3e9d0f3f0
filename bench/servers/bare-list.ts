// The least that a Fastify can do for a page of users: our frame, headers and metrics, one prepared keyset statement over our rows, and its rows as JSON.
// No right asked, no filter, no cursor to check.
import { pino } from 'pino';
import { loadConfig } from '#config.ts';
import { openHandle } from '#db/handle.ts';
import { openMetrics } from '#edges/operations.ts';
import { openWeb } from '#edges/web.ts';
import { openHere } from '#open-world.ts';

const config = loadConfig({ argv: [], env: { ...process.env, REEVE_HOST: '127.0.0.1', REEVE_TLS: 'off', REEVE_METRICS_LISTEN: '' } });
const world = await openHere({ config, log: pino({ level: 'warn' }) });
const page = openHandle(
  `${config.data}/reeve.db`,
  true,
).prepare(`select u.no, u.id, u.version, u.kind, u.user_name as userName, u.shown_name as shownName, u.mail, u.organisation,
  u.country, u.state_reason as stateReason, u.locked_until as lockedUntil, u.ends_at as endsAt, u.created_at as createdAt, u.changed_at as changedAt,
  s.last_sign_in_at as lastSignInAt from users u join user_sign_ins s on s.user_no = u.no
  where u.name_key >= ? and (u.name_key, u.no) > (?, ?) and u.deleted_at = 0 order by u.name_key, u.no limit 51`);

type Query = { readonly key: string; readonly no: string };
const web = await openWeb(world, null);
openMetrics(world).watch(web);
web.addHook('onRequest', (_request, reply, done) => {
  reply.header('cache-control', 'no-store');
  done();
});
web.get('/api/users', async (request, reply) => {
  const { key = '', no = '0' } = request.query as Query;
  const rows = page.all(key, key, Number(no));
  const last = rows.at(-2);
  return reply
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ items: rows.slice(0, 50), next: last && { key: String(last.userName).toLowerCase(), no: last.no } }));
});
await web.listen({ host: '127.0.0.1', port: 0 });
const address = web.server.address();
process.send?.(typeof address === 'object' ? (address?.port ?? 0) : 0);
process.once('disconnect', () => process.exit(0));
