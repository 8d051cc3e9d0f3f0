// The frame of every server-rendered page: head, headers, cookies, and how a refusal is shown. No script is needed, and nothing is inline.
// Called by the files of this edge, and through pages.ts by main.ts for the 403 page. Knows no rule.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Kind, Refusal } from '#errors.ts';
import { displayPath } from '#permissions/model.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { type Html, html } from './html.ts';
import { logoAddress, type Spoken, wordsFor } from './words.ts';

const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
export const pageHeaders = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** What a room of pages is given: it adds addresses and nothing else, since they all share one context. */
export type PageServer = Pick<FastifyInstance, 'get' | 'post'>;
export type Pages = (server: PageServer) => Promise<void>;

/** Doors that need no sign-in are slowed per network. */
export const limited = { config: { rateLimit: {} } } as const;

const statusOf: Readonly<Record<Kind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  throttled: 429,
  unavailable: 503,
};

export type Page = {
  readonly title: string;
  readonly body: Html;
  readonly wide?: boolean;
  readonly meter?: boolean;
  readonly passkey?: boolean;
  /** Where the browser goes by itself: elsewhere. */
  readonly leadsTo?: string;
};

/** Where people get help, and the terms: an administrator's addresses, checked when they were set. */
const links = ({ frame, worn: { help, terms } }: Spoken): Html =>
  html`<p class="foot small">${help !== '' && html`<a href="${help}">${frame.help}</a>`}${help !== '' && terms !== '' && ' · '}${terms !== '' && html`<a href="${terms}">${frame.terms}</a>`}</p>`;

const documentOf = (words: Spoken, { title, body, wide = false, meter = false, passkey = false, leadsTo = '' }: Page) => html`<!doctype html>
<html lang="${words.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · ${words.worn.name}</title>${leadsTo !== '' && html`<meta http-equiv="refresh" content="0;url=${leadsTo}">`}
<link rel="icon" href="${logoAddress(words.worn.logo)}"><link rel="stylesheet" href="/sign-in/style.css">${words.worn.sheetName !== '' && html`<link rel="stylesheet" href="/sign-in/look/${words.worn.sheetName}.css">`}${meter && html`<script type="module" src="/sign-in/meter.js"></script>`}${passkey && html`<script type="module" src="/sign-in/passkey.js"></script>`}</head>
<body><main class="${wide ? 'wide' : 'narrow'}">${body}${!wide && (words.worn.help !== '' || words.worn.terms !== '') && links(words)}</main></body></html>`;

export const sendPage = (reply: FastifyReply, words: Spoken, { status = 200, ...page }: Page & { readonly status?: number }): FastifyReply =>
  reply
    .code(status)
    .headers({ ...pageHeaders, ...(page.passkey ? { 'content-security-policy': `${policy}; connect-src 'self'` } : {}), 'content-language': words.language })
    .type('text/html; charset=utf-8')
    .send(documentOf(words, page).text);

/** What went wrong, above a form. */
export function saying(words: Spoken, refusal: Refusal | null, good = ''): Html {
  const bad = refusal && html`<div class="says" role="alert">${wrong(words, refusal)}</div>`;
  return html`${bad}${good !== '' && html`<div class="says good" role="status"><p>${good}</p></div>`}`;
}

/** One thing is said as the refusal says it; of several, each. */
function wrong(words: Spoken, refusal: Refusal): Html {
  const { code, fields } = refusal;
  const isList = fields.length > 1 || code === 'input.invalid';
  if (!isList) return html`<p>${words.speak(refusal.sentence)}</p>`;
  const each = fields.map(({ said }) => html`<li>${words.speak(said)}</li>`);
  return html`<p>${code === 'input.invalid' ? '' : words.frame.notYet}</p><ul>${each}</ul>`;
}

export function statusFor(reply: FastifyReply, refusal: Refusal): number {
  const seconds = refusal.facts.seconds;
  if (refusal.kind === 'throttled' || refusal.kind === 'unavailable') reply.header('retry-after', String(seconds ?? 5));
  return statusOf[refusal.kind];
}

export type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

type Faulty = { readonly statusCode?: number };

/** The page for whatever ends a request: a refusal in its words, anything else logged and told nothing of. */
export function sendFault(world: World, fault: unknown, { request, reply }: Exchange): FastifyReply {
  const status = (fault as Faulty | null)?.statusCode ?? 500;
  const refusal =
    fault instanceof Refusal
      ? fault
      : status === 429
        ? new Refusal('rate.exceeded', { seconds: 60 })
        : status < 500
          ? new Refusal('input.invalid', {}, [{ field: '', says: say('request.unread') }])
          : null;
  if (!refusal) world.log.error({ err: fault, method: request.method, route: request.routeOptions.url }, 'page failed');
  const words = wordsFor(request);
  const { frame } = words;
  const body = html`${words.mark}<div class="card"><h1>${refusal ? frame.title : frame.fault}</h1>
${refusal ? saying(words, refusal) : html`<p>${frame.ours}</p>`}<p><a href="/account">${frame.account}</a> · <a href="/sign-in">${frame.signIn}</a></p></div>`;
  return sendPage(reply, words, { title: frame.title, body, status: refusal ? statusFor(reply, refusal) : 500 });
}

type Missing = Exchange & { readonly nodes: readonly string[] };

/** 403 for somebody who is signed in but lacks what an app needs; names which. */
export function sendMissing(world: World, { request, reply, nodes }: Missing): FastifyReply {
  const { model } = world.authorizer;
  const words = wordsFor(request);
  const { missing } = words;
  const items = nodes.map(
    (path) => html`<li><strong>${model.byPath.get(path)?.displayName ?? path}</strong><br><span class="dim small">${displayPath(model, path)}</span></li>`,
  );
  const isOne = nodes.length === 1;
  const body = html`${words.mark}<div class="card"><h1>${missing.heading}</h1><p>${missing.says(isOne)}</p><ul class="plain">${items}</ul>
<p class="dim">${missing.ask(isOne)}</p><p><a href="/account">${missing.why}</a></p></div>`;
  return sendPage(reply, words, { title: missing.title, body, status: statusOf.forbidden });
}

/** Tells where to look, and nothing that lies there. */
export function sendNotSetUp({ request, reply }: Exchange): FastifyReply {
  const words = wordsFor(request);
  const { heading, title, where, again } = words.notSetUp;
  const body = html`${words.mark}<div class="card"><h1>${heading}</h1><p>${where(html`<code>setup-link</code>`)}</p>
<p class="dim">${again(html`<code>reeve setup</code>`)}</p></div>`;
  return sendPage(reply, words, { title, body, status: 503 });
}
