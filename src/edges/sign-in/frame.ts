// The frame of every server-rendered page: head, headers, cookies, and how a refusal is shown. No script is needed, and nothing is inline.
// Called by the files of this edge, and through pages.ts by main.ts for the 403 page. Knows no rule.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Kind, Refusal } from '#errors.ts';
import { displayPath } from '#permissions/model.ts';
import type { World } from '#world.ts';
import { type Html, html } from './html.ts';

const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
export const pageHeaders = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

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

export type Page = { readonly title: string; readonly body: Html; readonly wide?: boolean; readonly meter?: boolean };

export const mark = html`<div class="mark"><img src="/sign-in/reeve.svg" width="28" height="28" alt="">Reeve</div>`;

const documentOf = ({ title, body, wide = false, meter = false }: Page) => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Reeve</title>
<link rel="icon" href="/sign-in/reeve.svg"><link rel="stylesheet" href="/sign-in/style.css">${meter && html`<script type="module" src="/sign-in/meter.js"></script>`}</head>
<body><main class="${wide ? 'wide' : 'narrow'}">${body}</main></body></html>`;

export const sendPage = (reply: FastifyReply, page: Page, status = 200): FastifyReply =>
  reply.code(status).headers(pageHeaders).type('text/html; charset=utf-8').send(documentOf(page).text);

/** What went wrong, above a form. */
export const saying = (refusal: Refusal | null, good = ''): Html =>
  html`${refusal && html`<div class="says" role="alert"><p>${refusal.code === 'input.invalid' ? '' : refusal.fields.length > 1 ? 'This does not fit yet:' : refusal.message}</p>${(refusal.fields.length > 1 || refusal.code === 'input.invalid') && html`<ul>${refusal.fields.map(({ says }) => html`<li>${says}</li>`)}</ul>`}</div>`}${good !== '' && html`<div class="says good" role="status"><p>${good}</p></div>`}`;

export function statusFor(reply: FastifyReply, refusal: Refusal): number {
  const seconds = refusal.facts.seconds;
  if (refusal.kind === 'throttled' || refusal.kind === 'unavailable') reply.header('retry-after', String(seconds ?? 5));
  return statusOf[refusal.kind];
}

type Faulty = { readonly statusCode?: number };

/** The page for whatever ends a request: a refusal in its words, anything else logged and told nothing of. */
export function sendFault(world: World, fault: unknown, { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply }): FastifyReply {
  const status = (fault as Faulty | null)?.statusCode ?? 500;
  const refusal =
    fault instanceof Refusal
      ? fault
      : status === 429
        ? new Refusal('rate.exceeded', { seconds: 60 })
        : status < 500
          ? new Refusal('input.invalid', {}, [{ field: '', says: 'This request could not be read.' }])
          : null;
  if (!refusal) world.log.error({ err: fault, method: request.method, route: request.routeOptions.url }, 'page failed');
  const body = html`${mark}<div class="card"><h1>${refusal ? 'That did not work' : 'Something went wrong'}</h1>
${refusal ? saying(refusal) : html`<p>This is our fault, and it was logged. Try again in a moment.</p>`}<p><a href="/account">My account</a> · <a href="/sign-in">Sign in</a></p></div>`;
  return sendPage(reply, { title: 'That did not work', body }, refusal ? statusFor(reply, refusal) : 500);
}

/** 403 for somebody who is signed in but lacks what an app needs; names which. */
export function sendMissing(world: World, reply: FastifyReply, nodes: readonly string[]): FastifyReply {
  const { model } = world.authorizer;
  const items = nodes.map(
    (path) => html`<li><strong>${model.byPath.get(path)?.displayName ?? path}</strong><br><span class="dim small">${displayPath(model, path)}</span></li>`,
  );
  const body = html`${mark}<div class="card"><h1>You may not open this</h1><p>You are signed in, but ${nodes.length === 1 ? 'this permission is' : 'these permissions are'} missing:</p><ul class="plain">${items}</ul>
<p class="dim">Ask an administrator for a role that holds ${nodes.length === 1 ? 'it' : 'them'}.</p><p><a href="/account">What may I do, and why?</a></p></div>`;
  return sendPage(reply, { title: 'Not allowed', body }, statusOf.forbidden);
}

/** Tells where to look, and nothing that lies there. */
export function sendNotSetUp(reply: FastifyReply): FastifyReply {
  const body = html`${mark}<div class="card"><h1>Reeve is not set up yet</h1><p>Look on the machine it runs on: the link for setting it up stands in the file <code>setup-link</code> of its data folder, and on the terminal it was started from.</p>
<p class="dim">The link is valid for a short time, once. <code>reeve setup</code> makes a new one.</p></div>`;
  return sendPage(reply, { title: 'Not set up yet', body }, 503);
}
