// The page of the second factor: a code of an app, a recovery code, or a passkey.
// Part of this edge's plugin. The step is the flow's.
import type { SignedIn, Waiting } from '#authentication/flow.ts';
import { factorsToShow, sendCode, showCode, showPasskey } from '#authentication/show-factor.ts';
import { Refusal } from '#errors.ts';
import { signInRule } from '#factors/contract.ts';
import type { World } from '#world.ts';
import { type Exchange, limited, type Pages, saying, sendPage, statusFor } from './frame.ts';
import { type Html, html } from './html.ts';
import { goOnward } from './onward.ts';
import { passkeyForm, shownIn } from './passkey-form.ts';
import { beginForm, checkForm, type Form, flowCookie, fromOf } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

export function factorPages(world: World): Pages {
  return async (server) => {
    server.get('/sign-in/factor', limited, async (request, reply) => sendFactor(world, { request, reply }, null));
    server.post('/sign-in/factor', limited, (request, reply) =>
      step(world, { request, reply }, (form, flow) => showCode(world, { flow, code: form.code ?? '', trust: isTrusting(form) }, fromOf(request))),
    );
    server.post('/sign-in/factor/mail', limited, (request, reply) => mailCode(world, { request, reply }));
    server.post('/sign-in/factor/passkey', limited, (request, reply) =>
      step(world, { request, reply }, (form, flow) => showPasskey(world, { flow, ...shownIn(form), trust: isTrusting(form) }, fromOf(request))),
    );
  };
}

const isTrusting = ({ trust }: Form): boolean => trust === 'yes';

async function step(world: World, { request, reply }: Exchange, show: (form: Form, flow: string | undefined) => Promise<SignedIn | Waiting>) {
  const form = checkForm(world, request);
  try {
    return await goOnward(world, reply, await show(form, request.cookies[flowCookie]));
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.kind === 'unauthenticated') throw refusal;
    return sendFactor(world, { request, reply }, refusal);
  }
}

async function mailCode(world: World, { request, reply }: Exchange) {
  checkForm(world, request);
  try {
    const sentTo = await sendCode(world, { flow: request.cookies[flowCookie], ...fromOf(request) });
    return await sendFactor(world, { request, reply }, null, sentTo);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.kind === 'unauthenticated') throw refusal;
    return sendFactor(world, { request, reply }, refusal);
  }
}

async function sendFactor(world: World, { request, reply }: Exchange, refusal: Refusal | null, sentTo = '') {
  const { hasApp, mail, passkey, only } = await factorsToShow(world, request.cookies[flowCookie]);
  const words = wordsFor(request);
  const hidden = html`<input type="hidden" name="csrf" value="${beginForm(world, request, reply)}">`;
  const { title, heading, passkey: button, lost, again } = words.factor;
  const byPasskey = passkey && passkeyForm(words, { how: 'show', action: '/sign-in/factor/passkey', button, hidden, offer: passkey });
  const body = html`${words.mark}<div class="card"><h1>${heading}</h1>${saying(words, refusal, sentTo === '' ? '' : words.factor.mailed(sentTo))}${byPasskey}${mail !== '' && mailForm(words, { hidden, mail })}${!only && codeForm(world, words, { hidden, kind: mail !== '' ? 'mailed' : hasApp ? 'app' : 'recovery' })}${only && html`<p class="dim small">${words.factor.only}</p>`}</div>
<p class="foot dim small">${only ? html`${words.lacking.lost} <a href="/sign-in?to=/account">${words.account.title}</a>` : html`${lost} <a href="/sign-in">${again}</a>`}</p>`;
  return sendPage(reply, words, { title, body, passkey: passkey !== null, status: refusal ? statusFor(reply, refusal) : 200 });
}

const mailForm = ({ factor }: Spoken, { hidden, mail }: { readonly hidden: Html; readonly mail: string }): Html =>
  html`<p class="dim">${factor.mailSays(mail)}</p><form method="post" action="/sign-in/factor/mail">${hidden}<button class="second">${factor.mail}</button></form>`;

type CodeField = { readonly hidden: Html; readonly kind: 'app' | 'recovery' | 'mailed' };

function codeForm(world: World, { factor }: Spoken, { hidden, kind }: CodeField): Html {
  const days = world.settings.of(signInRule).rememberDays;
  const trust = days > 0 && html`<label class="tick"><input type="checkbox" name="trust" value="yes"> ${factor.trust(days)}</label>`;
  const { label, says } = factor.codes[kind];
  return html`<form method="post" action="/sign-in/factor">${hidden}<label for="code">${label}</label>
<input id="code" type="text" name="code" ${kind === 'app' ? html`inputmode="numeric" autofocus` : ''} autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required maxlength="64" aria-describedby="code-says">
<p class="dim small" id="code-says">${says}</p>${trust}<button>${factor.go}</button></form>`;
}
