// What programs ask all day, answered before Fastify unpacks the request: a token in its head, a small JSON body, and an action that answers out of memory.
// Called by routes.ts. Whatever is not exactly that goes on to Fastify as it came, body and all: every refusal and every odd request is answered there.
// Does not know any operation, nor how one is answered.
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Action } from '#action.ts';
import { actorAtOnce } from '#authentication/actor-from-request.ts';
import type { World } from '#world.ts';
import { languageOf } from '../language.ts';
import type { Observe } from '../tally.ts';

/** Longer than any question that is answered at once. */
const bodyBytesMax = 4_096;
const plainType = /^application\/json(; ?charset=utf-8)?$/i;
const millisecondsPerSecond = 1_000;

type Quick = { readonly actions: readonly Action[]; readonly observe: Observe };

/** Stands before Fastify's own listener. `api` is where the routes of these actions are. */
export function answerAtOnce(world: World, api: FastifyInstance, { actions, observe }: Quick): void {
  const byUrl = new Map(actions.filter(isQuick).map((action) => [`${api.prefix}${action.operation.path}`, action]));
  const unread = new WeakMap<IncomingMessage, Buffer>();
  const together = sender();
  const bytesOf = speller();
  let closing = false;
  api.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  // What was read here in vain is read there once more.
  api.addHook('preParsing', (request, _reply, payload, done) => {
    const body = unread.get(request.raw);
    done(null, body ? Readable.from([body]) : payload);
  });
  before(api, (request, response, goOn) => {
    const action = request.method === 'POST' && !closing ? byUrl.get(request.url ?? '') : undefined;
    if (!action || !isPlain(request)) return goOn();
    const begun = performance.now();
    readBody(request, (body) => {
      const output = outputOf(world, action, { request, body, network: api.frame.clientOf(request).network });
      if (output === undefined) {
        unread.set(request, body);
        return goOn();
      }
      together(() => {
        send(response, api.frame.headersFor(request), bytesOf(output));
        observe({ method: 'POST', route: request.url ?? '', status: response.statusCode, seconds: (performance.now() - begun) / millisecondsPerSecond });
      });
    });
  });
}

const isQuick = ({ atOnce, operation: { method, path } }: Action): boolean => atOnce !== undefined && method === 'POST' && !path.includes('{');

type Before = (request: IncomingMessage, response: ServerResponse, goOn: () => void) => void;

function before({ server }: FastifyInstance, listener: Before) {
  // Fastify has made the server with one listener, which is its own.
  const [fastify] = server.listeners('request') as [RequestListener];
  server.off('request', fastify);
  server.on('request', (request, response) => listener(request, response, () => fastify(request, response)));
}

/** A token and no cookie, and a body that says how short it is. Whatever else a head may hold is looked at by whoever answers. */
function isPlain({ headers }: IncomingMessage): boolean {
  return (
    headers.authorization !== undefined &&
    headers.cookie === undefined &&
    Number(headers['content-length']) <= bodyBytesMax &&
    plainType.test(headers['content-type'] ?? '')
  );
}

/** Node sees to it that it is as long as the head said, and in time. */
function readBody(request: IncomingMessage, done: (body: Buffer) => void) {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => done(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)));
}

type Asked = { readonly request: IncomingMessage; readonly body: Buffer; readonly network: string };

/** Undefined = not at once, or not at all: Fastify's way says which. */
function outputOf(world: World, action: Action, { request: { method = '', headers }, body, network }: Asked): object | undefined {
  try {
    const actor = actorAtOnce(world, { method, headers, cookie: undefined, network, door: 'api', ...spokenTo(headers) });
    const output: unknown = actor && action.atOnce?.(world, actor, JSON.parse(body.toString()));
    return typeof output === 'object' && output !== null ? output : undefined;
  } catch {
    return undefined;
  }
}

/** Programs that do not say what they read are told in English, and nothing is looked at for it. */
const spokenTo = (headers: IncomingHttpHeaders) => (headers['accept-language'] === undefined ? {} : { language: languageOf({ headers, cookies: {} }) });

/** What is to be sent in one turn of the event loop is sent at its end: a reader who is woken once finds them all, and waking costs more than answering. */
function sender(): (send: () => void) => void {
  let waiting: (() => void)[] = [];
  const sendAll = () => {
    const all = waiting;
    waiting = [];
    for (const send of all) send();
  };
  return (send) => {
    if (waiting.push(send) === 1) setImmediate(sendAll);
  };
}

function send(response: ServerResponse, headers: readonly string[], bytes: string) {
  const own = ['cache-control', 'no-store', 'content-type', 'application/json; charset=utf-8', 'content-length', String(bytes.length)];
  response.writeHead(200, [...headers, ...own]).end(bytes, 'latin1');
}

/** An answer's JSON in UTF-8, a character for each byte: sent as it is, together with its head, whatever language it speaks. Made once of answers that are kept, which nobody can change. */
function speller(): (output: object) => string {
  const kept = new WeakMap<object, string>();
  return (output) => {
    const known = kept.get(output);
    if (known !== undefined) return known;
    const bytes = Buffer.from(JSON.stringify(output)).toString('latin1');
    if (Object.isFrozen(output)) kept.set(output, bytes);
    return bytes;
  };
}
