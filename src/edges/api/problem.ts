// How the API says no: RFC 9457 problem details with our stable codes. Kinds are mapped to statuses here, codes never.
// Called by the API edge alone. What is not a refusal is a fault: logged once, and the caller is told nothing of it.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Code, type Kind, Refusal } from '#errors.ts';
import { inWords, titleOf } from '#languages/in-words.ts';
import type { Language } from '#sentences/language.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { languageOf } from '../language.ts';

export const statusOf: Readonly<Record<Kind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  throttled: 429,
  unavailable: 503,
};
/** RFC 9110 §15.5.13: the condition of If-Match did not hold. */
const preconditionFailed = 412;
const retrySeconds = 5;

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly fields?: readonly { readonly field: string; readonly says: string }[];
};

export function problemOf(refusal: Refusal, language: Language): Problem {
  const { kind, code, fields } = refusal;
  const detail = inWords(language, refusal.sentence);
  const said = fields.map(({ field, said }) => ({ field, says: inWords(language, said) }));
  const status = code === 'version.stale' ? preconditionFailed : statusOf[kind];
  return { type: `/api/docs#error-${code}`, title: titleOf(language, kind), status, detail, code, ...(said.length > 0 ? { fields: said } : {}) };
}

type Faulty = { readonly statusCode?: number; readonly code?: string; readonly message?: string };

/** Fastify's own refusals (body too large, not JSON …) in our shape. */
function refusalOf(fault: Faulty): Refusal | null {
  if (fault.statusCode === 429) return new Refusal('rate.exceeded', { seconds: 60 });
  if (fault.statusCode === 413) return new Refusal('input.invalid', {}, [{ field: '', says: say('request.too-large') }]);
  if (fault.statusCode === 415) return new Refusal('input.invalid', {}, [{ field: '', says: say('request.not-json') }]);
  if (fault.statusCode && fault.statusCode < 500) return new Refusal('input.invalid', {}, [{ field: '', says: say('request.bad-json') }]);
  return null;
}

const databaseAway = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[123]|08\w{3})$/;

export function sendProblem(world: World, fault: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = fault instanceof Refusal ? fault : refusalOf((fault ?? {}) as Faulty);
  const code = (fault as Faulty | null)?.code ?? '';
  const known = refusal ?? (databaseAway.test(code) ? new Refusal('database.unavailable') : null);
  if (!refusal) world.log.error({ err: fault, method: request.method, route: request.pattern ?? request.routeOptions.url }, 'request failed');
  const language = languageOf(request);
  const problem = known
    ? problemOf(known, language)
    : {
        type: 'about:blank',
        title: 'Something went wrong',
        status: 500,
        detail: 'This is our fault, and it was logged. Nothing of your change was kept.',
        code: 'fault',
      };
  if (problem.status === statusOf.throttled || problem.status === statusOf.unavailable)
    reply.header('retry-after', String(known?.facts.seconds ?? retrySeconds));
  if (problem.status === statusOf.unauthenticated) reply.header('www-authenticate', 'Bearer realm="reeve"');
  reply.header('content-language', known ? language : 'en');
  reply.code(problem.status).type('application/problem+json').send(problem);
}

export const missing = (code: Code = 'route.missing') => new Refusal(code);
