// Reeve with all its doors over the data folder that the environment names, on a free port of loopback, for a bench. Ends when its starter does.
// What is left out of `reeve serve`: the web build and the lock of the folder, so that a round costs neither.
import '#kept-tick.ts';
import { pino } from 'pino';
import { performer } from '#actions.ts';
import { openCertificate } from '#certificate.ts';
import { loadConfig } from '#config.ts';
import { openMetrics } from '#edges/operations.ts';
import { runJobs } from '#jobs/runner.ts';
import { judgeNothingOld, openDoors } from '#main.ts';
import { openHere } from '#open-world.ts';

const config = loadConfig({ argv: [], env: { ...process.env, REEVE_HOST: '127.0.0.1', REEVE_PORT: '0', REEVE_METRICS_LISTEN: '' } });
const log = pino({ level: 'warn' });
const world = await openHere({ config, log });
world.changes.start();
const certificate = config.tls === 'on' ? await openCertificate(config, log) : null;
const web = await openDoors(world, { certificate, metrics: openMetrics(world) });
runJobs(world, performer);
judgeNothingOld();
await web.listen({ host: '127.0.0.1', port: 0 });
const address = web.server.address();
process.send?.(typeof address === 'object' ? (address?.port ?? 0) : 0);
process.once('disconnect', () => process.exit(0));
