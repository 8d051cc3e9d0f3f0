// The page for a code that an administrator has told somebody: its address is short, since it is said by telephone. With his user name it does what following the link would do.
// Part of this edge's plugin. Who may is authentication/'s to say; nothing here tells whether somebody is known, or has a code.
import { bindByCode, linkByCode } from '#authentication/handed-code.ts';
import { Refusal } from '#errors.ts';
import { isLikeCode } from '#mail/link.ts';
import { codePage } from '#users/mail-contract.ts';
import type { World } from '#world.ts';
import { type Asker, askerBy } from './asker.ts';
import { type Exchange, limited, type Pages, saying, sendPage, statusFor } from './frame.ts';
import { html } from './html.ts';
import { sendChoosing, takeChosen } from './recover.ts';
import { nameInput } from './sign-in-form.ts';
import { beginForm, browserCookie, checkForm, flowCookie } from './visitor.ts';
import { wordsFor } from './words.ts';

const choosePlace = `${codePage}/choose`;

export function codePages(world: World): Pages {
  // Apart from the cookie of a link that was followed: what this one keeps is another for each code.
  const asker = askerBy('__Host-reeve-code', world);
  return async (server) => {
    server.get(codePage, limited, async (request, reply) => sendAsking(world, { request, reply }, { typed: '', refusal: null }));
    server.post(codePage, limited, async (request, reply) => show(world, asker, { request, reply }));
    server.get(choosePlace, limited, async (request, reply) => {
      const row = await linkByCode(world, asker.browserOf(request));
      return sendChoosing(world, { request, reply }, { place: choosePlace, link: '', row, refusal: null });
    });
    server.post(choosePlace, limited, async (request, reply) => {
      const form = checkForm(world, request);
      return takeChosen(world, { request, reply }, { asker, form, place: choosePlace, row: await linkByCode(world, asker.browserOf(request)) });
    });
  };
}

async function show(world: World, { keep }: Asker, { request, reply }: Exchange) {
  const { userName: typedName = '', code = '' } = checkForm(world, request);
  try {
    if (!isLikeCode(code)) throw new Refusal('recovery.code-unlike');
    const from = { network: request.network, known: request.cookies[browserCookie], form: request.cookies[flowCookie] ?? '' };
    return keep(reply, await bindByCode(world, { typedName, code, ...from })).redirect(choosePlace, 303);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return sendAsking(world, { request, reply }, { typed: typedName, refusal });
  }
}

function sendAsking(world: World, { request, reply }: Exchange, { typed, refusal }: { readonly typed: string; readonly refusal: Refusal | null }) {
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { byCodeTitle: title, byCodeSays, code, goOn, back } = words.recover;
  const body = html`${words.mark}<div class="card"><h1>${title}</h1><p class="dim">${byCodeSays}</p>${saying(words, refusal)}
<form method="post" action="${codePage}"><input type="hidden" name="csrf" value="${csrf}">${nameInput(world, words, { name: typed, isFirst: typed === '' })}<label for="code">${code}</label><input id="code" type="text" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required maxlength="20" ${typed !== '' && html`autofocus`}>
<button>${goOn}</button></form></div><p class="foot small"><a href="/sign-in">${back}</a></p>`;
  return sendPage(reply, words, { title, body, status: refusal ? statusFor(reply, refusal) : 200 });
}
