// The web server's frame: one Fastify with the limits and headers that every door shares.
// Called by main.ts, which hangs the edges into it. Knows no operation and no page.
import type { IncomingMessage } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import fastifyFormbody from '@fastify/formbody';
import fastifyRateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Config } from '#config.ts';
import { clientAddress, networkOf, parseAddress } from '#network.ts';
import type { World } from '#world.ts';
import { refuseAddress, refuseUnread } from './unread.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The client's address, through trusted proxies only. */
    clientAddress: string;
    /** Its /24 or /56. */
    network: string;
    /** The address as a pattern of ours, for logs and figures, where one route answers for many. */
    pattern: string | null;
  }
  interface FastifyInstance {
    frame: Frame;
  }
}

type Client = { readonly address: string; readonly network: string };
type Heard = Pick<IncomingMessage, 'socket' | 'headers'>;

/** What every request is asked, and every answer given. */
export type Frame = {
  clientOf(request: Heard): Client;
  /** Name, value, name, value … */
  headersFor(request: Heard): readonly string[];
};

/** A key and its certificate, PEM. */
export type KeyPair = { readonly key: string; readonly cert: string };

/** Path parameters longer than any of ours. */
const pathParameterMax = 512;
const millisecondsPerSecond = 1_000;
/** Networks whose request counts are kept for the rate limit. */
const networksKept = 20_000;

/** Late enough to cost nothing, early enough that a slow client is gone soon after its time. */
const connectionsCheckedMilliseconds = 1_000;
export const tlsVersionMin = 'TLSv1.2';
const hstsSeconds = 31_536_000;

/** What every answer carries, of every door; pages widen their own policy. */
export const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** Input is checked by the action, for every door. Told so, Fastify loads neither of its own compilers. */
const noSchemas = () => () => {
  throw new Error('A route brings a schema, and nothing would check it: the input of an operation is checked by its action.');
};
export const withoutSchemas = { schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } } };

/** `pair` null = plain HTTP, for behind a trusted proxy or on loopback (rule 42). */
export async function openWeb(world: World, pair: KeyPair | null): Promise<FastifyInstance> {
  const { config } = world;
  const heads = {
    maxHeaderSize: config.headerBytesMax,
    headersTimeout: config.headerSecondsMax * millisecondsPerSecond,
    connectionsCheckingInterval: connectionsCheckedMilliseconds,
  };
  const server = Fastify({
    // A client that connects and never shakes hands counts like one that is slow with its head: Node would wait two minutes.
    ...(pair ? { https: { ...heads, ...pair, minVersion: tlsVersionMin, handshakeTimeout: heads.headersTimeout } } : { http: heads }),
    clientErrorHandler: (fault, socket) => refuseUnread(fault, socket, securityHeaders),
    frameworkErrors: (_fault, _request, reply) => refuseAddress(reply, securityHeaders),
    bodyLimit: config.bodyBytesMax,
    requestTimeout: config.requestSecondsMax * millisecondsPerSecond,
    connectionTimeout: config.requestSecondsMax * millisecondsPerSecond,
    keepAliveTimeout: config.idleConnectionSecondsMax * millisecondsPerSecond,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: pathParameterMax, ignoreTrailingSlash: true },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    return503OnClosing: true,
    ...withoutSchemas,
    logger: false,
  }) as unknown as FastifyInstance;
  server.server.maxConnections = config.connectionsMax;
  server.decorateRequest('clientAddress', '');
  server.decorateRequest('network', '');
  server.decorateRequest('pattern', null);
  const frame = frameOf(config);
  server.decorate('frame', frame);
  server.addHook('onRequest', (request, reply, done) => {
    const headers = frame.headersFor(request.raw);
    for (let at = 0; at < headers.length; at += 2) reply.header(headers[at] ?? '', headers[at + 1]);
    const { address, network } = frame.clientOf(request.raw);
    request.clientAddress = address;
    request.network = network;
    done();
  });
  await server.register(fastifyCookie);
  await server.register(fastifyFormbody, { bodyLimit: config.bodyBytesMax });
  await server.register(fastifyRateLimit, {
    global: false,
    max: config.anyoneRequestsPerMinuteMax,
    timeWindow: '1 minute',
    cache: networksKept,
    keyGenerator: (request) => request.network,
  });
  return server;
}

function frameOf(config: Config): Frame {
  const plain = Object.entries(securityHeaders).flat();
  const pinned = [...plain, 'strict-transport-security', `max-age=${hstsSeconds}`];
  return { clientOf: clients(config), headersFor: ({ headers }) => (mayPinTls(config, headers.host ?? '') ? pinned : plain) };
}

/** Who is at the other end: read once a connection, unless a proxy may have forwarded others over it. */
function clients({ trustedProxies }: Config): (request: Heard) => Client {
  const known = new WeakMap<object, Client>();
  const clientAt = (remote: string | undefined, forwarded: string | undefined): Client => {
    const address = clientAddress(remote, forwarded, trustedProxies);
    return { address, network: networkOf(address) };
  };
  return ({ socket, headers }) => {
    if (trustedProxies.length > 0) return clientAt(socket.remoteAddress, forwardedFor(headers['x-forwarded-for']));
    const met = known.get(socket);
    if (met) return met;
    const seen = clientAt(socket.remoteAddress, undefined);
    known.set(socket, seen);
    return seen;
  };
}

const forwardedFor = (header: string | readonly string[] | undefined): string | undefined => (typeof header === 'string' ? header : header?.join(','));

/** Rule 28: a browser that keeps to TLS for a year must be able to trust ours for that long, under this name, which must be nobody else's. */
function mayPinTls({ tls, tlsCert }: Config, host: string): boolean {
  if (tls !== 'on' || tlsCert === '') return false;
  const own = host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  return parseAddress(own) === null && !/(^|\.)localhost\.?$/i.test(own);
}
