// The pages on which somebody who needs a second factor and has none adds one before he is let in; then his recovery codes, shown once.
// Part of this edge's plugin. The step is the flow's.
import { addPasskeyInFlow, appToAdd, beginAppInFlow, confirmAppInFlow, passkeyToAdd, type WithCodes } from '#authentication/add-factor.ts';
import { Refusal } from '#errors.ts';
import { hasPasskeys } from '#factors/passkeys.ts';
import type { World } from '#world.ts';
import { type Exchange, limited, type Pages, saying, sendPage, statusFor } from './frame.ts';
import { Html, html } from './html.ts';
import { goOnward, onward } from './onward.ts';
import { passkeyForm, shownIn } from './passkey-form.ts';
import { beginForm, checkForm, type Form, flowCookie, fromOf } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

const place = '/sign-in/add-factor';

export function addFactorPages(world: World): Pages {
  return async (server) => {
    server.get(place, limited, async (request, reply) => sendChoice(world, { request, reply }, null));
    server.post(`${place}/app`, limited, async (request, reply) => {
      checkForm(world, request);
      await beginAppInFlow(world, request.cookies[flowCookie], wordsFor(request).addFactor.appName);
      return reply.redirect(place, 303);
    });
    server.post(`${place}/confirm`, limited, (request, reply) =>
      step(world, { request, reply }, ({ code = '' }, flow) => confirmAppInFlow(world, { flow, code }, fromOf(request))),
    );
    server.post(`${place}/passkey`, limited, (request, reply) =>
      step(world, { request, reply }, (form, flow) =>
        addPasskeyInFlow(world, { flow, name: wordsFor(request).addFactor.passkeyName, ...shownIn(form) }, fromOf(request)),
      ),
    );
  };
}

async function step(world: World, { request, reply }: Exchange, add: (form: Form, flow: string | undefined) => Promise<WithCodes>) {
  const form = checkForm(world, request);
  try {
    const { next, recoveryCodes } = await add(form, request.cookies[flowCookie]);
    // He has had some since his first factor.
    if (recoveryCodes.length === 0) return await goOnward(world, reply, next);
    return sendCodes(reply, wordsFor(request), { codes: recoveryCodes, to: await onward(world, reply, next) });
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.kind === 'unauthenticated') throw refusal;
    return sendChoice(world, { request, reply }, refusal);
  }
}

async function sendChoice(world: World, { request, reply }: Exchange, refusal: Refusal | null) {
  const flow = request.cookies[flowCookie];
  const { begun, only } = await appToAdd(world, flow);
  const words = wordsFor(request);
  const hidden = html`<input type="hidden" name="csrf" value="${beginForm(world, request, reply)}">`;
  const { title, heading, why, app, appSays, withApp } = words.addFactor;
  const byApp = only
    ? html`<p class="dim">${words.factor.only}</p>`
    : begun
      ? appForm(words, { ...begun, hidden, action: `${place}/confirm` })
      : html`<h2>${app}</h2><p class="dim">${appSays}</p><form method="post" action="${place}/app">${hidden}<button>${withApp}</button></form>`;
  const body = html`${words.mark}<div class="card"><h1>${heading}</h1><p class="dim">${why}</p>${saying(words, refusal)}${byApp}${await byPasskey(world, words, { flow, hidden })}</div>`;
  return sendPage(reply, words, { title, body, passkey: true, status: refusal ? statusFor(reply, refusal) : 200 });
}

async function byPasskey(world: World, words: Spoken, { flow, hidden }: { readonly flow: string | undefined; readonly hidden: Html }): Promise<Html> {
  if (!hasPasskeys(world.config)) return html``;
  const { factors, addFactor, passkey } = words;
  const form = passkeyForm(words, { how: 'make', action: `${place}/passkey`, button: addFactor.withPasskey, hidden, offer: await passkeyToAdd(world, flow) });
  return html`<h2>${factors.kinds.passkey}</h2><p class="dim">${addFactor.passkeySays}</p>${form}<noscript><p class="dim small">${passkey.noScript}</p></noscript>`;
}

type Begun = { readonly secret: string; readonly qr: string; readonly hidden: Html; readonly action: string };

/** Also on the account's page. The picture is made by our own library, of our own text. */
export const appForm = ({ addFactor: { scan, orType, code, confirm } }: Spoken, { secret, qr, hidden, action }: Begun): Html =>
  html`<p>${scan}</p><div class="qr">${new Html(qr)}</div><p class="dim small">${orType}</p><code class="secret">${secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
<form method="post" action="${action}">${hidden}<label for="code">${code}</label><input id="code" type="text" name="code" inputmode="numeric" autocomplete="one-time-code" spellcheck="false" required maxlength="16" autofocus><button>${confirm}</button></form>`;

export const codeList = (codes: readonly string[]): Html => html`<ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>`;

function sendCodes(reply: Exchange['reply'], words: Spoken, { codes, to }: { readonly codes: readonly string[]; readonly to: string }) {
  const { codes: title, codesSay, kept } = words.addFactor;
  const body = html`${words.mark}<div class="card"><h1>${title}</h1><p class="dim">${codesSay}</p>${codeList(codes)}<p><a class="button" href="${to}">${kept}</a></p></div>`;
  return sendPage(reply, words, { title, body });
}
