// serve: the only place where a server is built. Configuration → data folder → database → World → doors → listeners, and all of it down again.
// Called by the command line. The only importer of edges. Knows the order, no rule.

import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import type { FastifyInstance } from 'fastify';
import { actions, performer } from '#actions.ts';
import { webFolder } from '#build/stamps.ts';
import { type Certificate, openCertificate } from '#certificate.ts';
import { type Config, listenAddress } from '#config.ts';
import { schemaNumber } from '#db/migrate.ts';
import { apiRoutes } from '#edges/api/routes.ts';
import { authorityFile } from '#edges/authority.ts';
import { consoles } from '#edges/consoles.ts';
import { identifyAt } from '#edges/identify.ts';
import { health, type Metrics, openMetrics } from '#edges/operations.ts';
import { sendFault, sendMissing, signInPages } from '#edges/sign-in/pages.ts';
import { openWeb, tlsVersionMin } from '#edges/web.ts';
import { Refusal } from '#errors.ts';
import { keepHouse } from '#housekeeping.ts';
import { runJobs } from '#jobs/runner.ts';
import { type Log, openLog } from '#log.ts';
import { runMails } from '#mail/runner.ts';
import { openHere } from '#open-world.ts';
import { openSetup } from '#setup/link.ts';
import { finishSetupUnattended } from '#setup/unattended.ts';
import { lockDataFolder, prepareDataFolder } from '#start-faults.ts';
import { declareStores } from '#stores/declare.ts';
import { runSynchroniser } from '#synchronise/runner.ts';
import type { World } from '#world.ts';

export type Server = { readonly world: World; readonly url: string; stop(): Promise<void> };
export type Serving = {
  readonly config: Config;
  /** For whoever watches the start. */
  readonly say: (line: string) => void;
  /** A person watches, and no file: only then may a secret be said (rule 33). */
  readonly terminal?: boolean;
  readonly log?: Log;
};

/** Starts a server and resolves when it listens. Whatever was opened is closed again if a later step fails. */
export async function serve({ config, say, terminal = false, log = openLog(config) }: Serving): Promise<Server> {
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    prepareDataFolder(config);
    const lock = lockDataFolder(config);
    undo.push(() => lock.release());
    const world = await openHere({ config, log });
    undo.push(() => world.db.close());
    undo.push(() => world.stores.close());
    world.changes.start();
    undo.push(() => world.changes.stop());
    await declareStores(world);
    const certificate = config.tls === 'on' ? await openCertificate(config, log) : null;
    const metrics = openMetrics(world);
    const web = await openDoors(world, { certificate, metrics });
    undo.push(() => web.close());
    if (certificate) undo.push(certificate.watch((pair) => renew(web, pair)));
    const url = await listen(web, config);
    await listenForMetrics(metrics, config, undo);
    undo.push(keepHouse(world));
    const jobs = runJobs(world, performer);
    undo.push(() => jobs.stop());
    const synchroniser = runSynchroniser(world);
    undo.push(() => synchroniser.stop());
    const mails = runMails(world);
    undo.push(() => mails.stop());
    await sayReady(world, { say, terminal, url, certificate });
    flushCompileCache();
    judgeNothingOld();
    undo.push(giveBackSoon());
    return { world, url, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

const settledMilliseconds = 500;

/** What a start leaves behind is a quarter of an idle server's memory, and V8 keeps it as long as nothing is done. Only where bin/reeve lets it be asked for. */
function giveBackSoon(): () => void {
  const timer = setTimeout(() => void globalThis.gc?.({ type: 'major', execution: 'async', flavor: 'last-resort' }), settledMilliseconds);
  return () => clearTimeout(timer);
}

type Doors = { readonly certificate: Certificate | null; readonly metrics: Metrics };

/** Every door of one server. Edges never know one another; they meet here and by URL. */
export async function openDoors(world: World, { certificate, metrics }: Doors): Promise<FastifyInstance> {
  const web = await openWeb(world, certificate);
  metrics.watch(web);
  web.setErrorHandler((fault, request, reply) => sendFault(world, fault, { request, reply }));
  web.setNotFoundHandler((request, reply) => sendFault(world, new Refusal('route.missing'), { request, reply }));
  const identify = identifyAt(world, 'api');
  await web.register(apiRoutes(world, { actions, identify, observe: metrics.observe }), { prefix: '/api' });
  await web.register(signInPages(world));
  await web.register(consoles(world, { folder: webFolder, identify: identifyAt(world, 'account'), sendMissing: (missing) => sendMissing(world, missing) }));
  await web.register(health(world));
  await web.register(authorityFile(world.config));
  await web.register(metrics.byToken(identify));
  return web;
}

async function listen(web: FastifyInstance, { host, port, tls, baseUrl }: Config): Promise<string> {
  await web.listen({ host, port });
  const address = web.server.address();
  const at = typeof address === 'object' && address ? address.port : port;
  const name = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host) ? 'localhost' : host;
  return baseUrl || `${tls === 'on' ? 'https' : 'http'}://${name}:${at}`;
}

function renew(web: FastifyInstance, pair: { readonly key: string; readonly cert: string }) {
  if ('setSecureContext' in web.server && typeof web.server.setSecureContext === 'function')
    web.server.setSecureContext({ key: pair.key, cert: pair.cert, minVersion: tlsVersionMin });
}

async function listenForMetrics(metrics: Metrics, config: Config, undo: (() => Promise<void> | void)[]) {
  const address = listenAddress(config.metricsListen);
  if (!address) return;
  const close = await metrics.listen(address);
  undo.push(close);
}

type Ready = { readonly say: (line: string) => void; readonly terminal: boolean; readonly url: string; readonly certificate: Certificate | null };

async function sayReady(world: World, { say, terminal, url, certificate }: Ready) {
  const unattended = await finishSetupUnattended(world);
  const link = unattended ? null : await openSetup(world, url);
  if (link) {
    const limits = `within ${world.config.setupLinkMinutesMax} minutes, once`;
    say(terminal ? `Set up Reeve here, ${limits}:\n  ${link.url}` : `Set up Reeve with the link in ${link.file}, ${limits}.`);
    if (certificate?.selfMade) say(`The certificate is Reeve’s own. Its SHA-256, to compare in the browser:\n  ${certificate.fingerprint256}`);
  }
  world.log.info({ url, database: world.db.kind, schema: schemaNumber }, 'ready');
  say(`Reeve is ready: ${url}/carbon`);
}

/**
 * Left to itself, V8 puts what seemed to live long in the first second among the old values at once. What a request makes there keeps all of that request until the
 * old values are gone through: a server answered a third less, or did not, by chance of that second. Told once all is
 * loaded, since compiled code that was kept, in a snapshot or a cache, is taken only under the options it was made with.
 */
export function judgeNothingOld(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
