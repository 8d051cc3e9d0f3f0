// The pages of signing up until the mail is there: the address, and what to do with the link in another browser. Looking at a link changes nothing.
// Part of this edge's plugin. Who may is signups/'s to say; nothing here tells whether somebody is known.
import { Refusal } from '#errors.ts';
import { proveByCode } from '#mail/links.ts';
import { askSignUp } from '#signups/ask.ts';
import { offersSignUp } from '#signups/rule.ts';
import type { World } from '#world.ts';
import { type Asker, askerBy } from './asker.ts';
import { type Exchange, limited, type Pages, saying, sendPage, statusFor } from './frame.ts';
import { html } from './html.ts';
import { botFields, isProgram, refuseQuick } from './shown-form.ts';
import { finishingPages } from './sign-up-finish.ts';
import { beginForm, checkForm } from './visitor.ts';
import { wordsFor } from './words.ts';

export function signUpPages(world: World): Pages {
  const asker = askerBy('__Host-reeve-sign-up', world);
  return async (server) => {
    server.get('/sign-up', limited, async (request, reply) => sendAsking(world, { request, reply }, { typed: '', refusal: null }));
    server.post('/sign-up', limited, async (request, reply) => ask(world, asker, { request, reply }));
    server.get('/sign-up/sent', limited, async (request, reply) => sendSent(world, { request, reply }, null));
    server.post('/sign-up/code', limited, async (request, reply) => typeCode(world, asker, { request, reply }));
    finishingPages(server, world, asker);
  };
}

function refuseOff(world: World): void {
  if (!offersSignUp(world)) throw new Refusal('sign-up.not-offered');
}

async function ask(world: World, { browserOrNew, keep }: Asker, { request, reply }: Exchange) {
  const form = checkForm(world, request);
  const typed = (form.mail ?? '').trim();
  const browser = browserOrNew(request);
  refuseOff(world);
  try {
    // A program is told what everybody is told.
    if (!isProgram(form)) {
      refuseQuick(world, form);
      await askSignUp(world, { mail: typed, network: request.network, browser, language: wordsFor(request).language });
    }
    return keep(reply, browser).redirect('/sign-up/sent', 303);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.code === 'sign-up.not-offered') throw refusal;
    return sendAsking(world, { request, reply }, { typed, refusal });
  }
}

function sendAsking(world: World, { request, reply }: Exchange, { typed, refusal }: { readonly typed: string; readonly refusal: Refusal | null }) {
  refuseOff(world);
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { title, says, mail, send, leaveEmpty, known } = words.signUp;
  const body = html`${words.mark}<div class="card"><h1>${title}</h1><p class="dim">${says}</p>${saying(words, refusal)}
<form method="post" action="/sign-up"><input type="hidden" name="csrf" value="${csrf}"><label for="mail">${mail}</label><input id="mail" type="text" inputmode="email" name="mail" value="${typed}" autocomplete="email" autocapitalize="none" spellcheck="false" required maxlength="254">
${botFields(world, leaveEmpty)}<button>${send}</button></form></div><p class="foot small"><a href="/sign-in">${known}</a></p>`;
  return sendPage(reply, words, { title, body, status: refusal ? statusFor(reply, refusal) : 200 });
}

/** The same for everybody. */
function sendSent(world: World, { request, reply }: Exchange, refusal: Refusal | null) {
  refuseOff(world);
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { sentTitle, sent, elsewhere, code, goOn, again } = words.signUp;
  const body = html`${words.mark}<div class="card"><h1>${sentTitle}</h1><p>${sent}</p>${saying(words, refusal)}<p class="dim">${elsewhere}</p>
<form method="post" action="/sign-up/code"><input type="hidden" name="csrf" value="${csrf}"><label for="code">${code}</label><input id="code" type="text" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required maxlength="20">
<button>${goOn}</button></form></div><p class="foot small"><a href="/sign-up">${again}</a></p>`;
  return sendPage(reply, words, { title: sentTitle, body, status: refusal ? statusFor(reply, refusal) : 200 });
}

async function typeCode(world: World, { browserOf }: Asker, { request, reply }: Exchange) {
  const form = checkForm(world, request);
  if (await proveByCode(world, { purpose: 'sign-up', browser: browserOf(request), typed: form.code ?? '' })) return reply.redirect('/sign-up/finish', 303);
  return sendSent(world, { request, reply }, new Refusal('recovery.code-wrong'));
}
