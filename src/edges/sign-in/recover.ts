// The pages of getting back in by mail: asking, what to do with the link in another browser, and another password. Looking at a link changes nothing; only a form consumes it.
// Part of this edge's plugin. Who may is authentication/'s to say; nothing here tells whether somebody is known.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ruleOf } from '#authentication/own-password.ts';
import type { CredentialRow } from '#authentication/queries.ts';
import { askRecovery, recover, recovering } from '#authentication/recovery.ts';
import { Refusal } from '#errors.ts';
import type { LinkRow } from '#mail/link-queries.ts';
import { followLink, proveByCode } from '#mail/links.ts';
import { offersRecovery } from '#mail/server.ts';
import { codePage } from '#users/mail-contract.ts';
import type { World } from '#world.ts';
import { type Asker, askerBy, linkAsked, linkHere } from './asker.ts';
import { type Exchange, limited, type Pages, saying, sendPage, statusFor } from './frame.ts';
import { html } from './html.ts';
import { newPasswordFields, refuseDifferent } from './sign-in.ts';
import { beginForm, browserCookie, checkForm, type Form } from './visitor.ts';
import { wordsFor } from './words.ts';

const choosePlace = '/recover/choose';

export function recoveryPages(world: World): Pages {
  const asker = askerBy('__Host-reeve-recovery', world);
  return async (server) => {
    server.get('/recover', limited, async (request, reply) => sendAsking(world, { request, reply }, { typed: '', refusal: null }));
    server.post('/recover', limited, async (request, reply) => ask(world, asker, { request, reply }));
    server.get('/recover/sent', limited, async (request, reply) => sendSent(world, { request, reply }, null));
    server.post('/recover/code', limited, async (request, reply) => typeCode(world, asker, { request, reply }));
    server.get('/recover/choose', limited, async (request, reply) => {
      const link = linkAsked(request);
      const followed = link === undefined ? null : await followLink(world, { text: link, purpose: 'recovery', browser: asker.browserOf(request) });
      if (followed && !followed.here) return sendCode({ request, reply }, followed.code);
      return sendChoosing(world, { request, reply }, { place: choosePlace, link, row: await rowHere(world, asker, { request, text: link }), refusal: null });
    });
    server.post('/recover/choose', limited, async (request, reply) => choose(world, asker, { request, reply }));
  };
}

/** The link that this browser may use. */
async function rowHere(world: World, { browserOf }: Asker, { request, text }: { readonly request: FastifyRequest; readonly text: unknown }): Promise<LinkRow> {
  const row = await linkHere(world, { purpose: 'recovery', browser: browserOf(request), text });
  if (!row) throw new Refusal('recovery.over');
  return row;
}

async function ask(world: World, { browserOrNew, keep }: Asker, { request, reply }: Exchange) {
  const form = checkForm(world, request);
  const typed = (form.userName ?? '').trim();
  const browser = browserOrNew(request);
  try {
    if (typed === '') throw new Refusal('input.invalid');
    await askRecovery(world, { typed, network: request.network, known: request.cookies[browserCookie], browser });
    return keep(reply, browser).redirect('/recover/sent', 303);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.code === 'recovery.not-offered') throw refusal;
    return sendAsking(world, { request, reply }, { typed, refusal });
  }
}

function sendAsking(world: World, { request, reply }: Exchange, { typed, refusal }: { readonly typed: string; readonly refusal: Refusal | null }) {
  if (!offersRecovery(world)) throw new Refusal('recovery.not-offered');
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { title, says, who, send, back, haveCode } = words.recover;
  const body = html`${words.mark}<div class="card"><h1>${title}</h1><p class="dim">${says}</p>${saying(words, refusal)}
<form method="post" action="/recover"><input type="hidden" name="csrf" value="${csrf}"><label for="userName">${who}</label><input id="userName" type="text" name="userName" value="${typed}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="320">
<button>${send}</button></form></div><p class="foot small"><a href="/sign-in">${back}</a> · <a href="${codePage}">${haveCode}</a></p>`;
  return sendPage(reply, words, { title, body, status: refusal ? statusFor(reply, refusal) : 200 });
}

/** The same for everybody. */
function sendSent(world: World, { request, reply }: Exchange, refusal: Refusal | null) {
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { sentTitle, sent, elsewhere, code, goOn, again } = words.recover;
  const body = html`${words.mark}<div class="card"><h1>${sentTitle}</h1><p>${sent}</p>${saying(words, refusal)}<p class="dim">${elsewhere}</p>
<form method="post" action="/recover/code"><input type="hidden" name="csrf" value="${csrf}"><label for="code">${code}</label><input id="code" type="text" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required maxlength="20">
<button>${goOn}</button></form></div><p class="foot small"><a href="/recover">${again}</a></p>`;
  return sendPage(reply, words, { title: sentTitle, body, status: refusal ? statusFor(reply, refusal) : 200 });
}

async function typeCode(world: World, { browserOf }: Asker, { request, reply }: Exchange) {
  const form = checkForm(world, request);
  if (await proveByCode(world, { purpose: 'recovery', browser: browserOf(request), typed: form.code ?? '' })) return reply.redirect('/recover/choose', 303);
  return sendSent(world, { request, reply }, new Refusal('recovery.code-wrong'));
}

/** In another browser than the one that asked: nothing can be done here, whoever has the mail. */
function sendCode({ request, reply }: Exchange, code: string) {
  const words = wordsFor(request);
  const { codeTitle, typeThere, giveNobody } = words.recover;
  const body = html`${words.mark}<div class="card"><h1>${codeTitle}</h1><p>${typeThere}</p><code class="secret">${code}</code><p class="dim">${giveNobody}</p></div>`;
  return sendPage(reply, words, { title: codeTitle, body });
}

/** `place`: where the form is sent. */
type Choosing = { readonly place: string; readonly link: unknown; readonly row: LinkRow; readonly refusal: Refusal | null };

export async function sendChoosing(world: World, { request, reply }: Exchange, { place, link, row, refusal }: Choosing): Promise<FastifyReply> {
  const user: CredentialRow = await recovering(world, row);
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { chooseTitle, chooseSays, save } = words.recover;
  const body = html`${words.mark}<div class="card"><h1>${chooseTitle}</h1><p class="dim">${chooseSays(user.user_name)}</p>${saying(words, refusal)}
<form method="post" action="${place}"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="link" value="${typeof link === 'string' ? link : ''}"><input type="hidden" name="userName" autocomplete="username" value="${user.user_name}">${newPasswordFields(world, words, await ruleOf(world, user))}<button>${save}</button></form></div>`;
  return sendPage(reply, words, { title: chooseTitle, body, meter: true, status: refusal ? statusFor(reply, refusal) : 200 });
}

async function choose(world: World, asker: Asker, { request, reply }: Exchange) {
  const form = checkForm(world, request);
  const row = await rowHere(world, asker, { request, text: form.link });
  return takeChosen(world, { request, reply }, { asker, form, place: choosePlace, row });
}

type Chosen = { readonly asker: Asker; readonly form: Form; readonly place: string; readonly row: LinkRow };

/** What the form of `sendChoosing` brings. */
export async function takeChosen(world: World, { request, reply }: Exchange, { asker, form, place, row }: Chosen): Promise<FastifyReply> {
  try {
    refuseDifferent(form.password, form.repeat);
    await recover(world, { link: row, password: form.password ?? '', network: request.network });
    return sendDone({ request, reply: asker.forget(reply) });
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || !isAboutTyping(refusal)) throw refusal;
    return sendChoosing(world, { request, reply }, { place, link: form.link, row, refusal });
  }
}

/** A store that says no to a password gives its link back. */
const isAboutTyping = ({ kind, code }: Refusal): boolean => kind === 'invalid' || code === 'store.refused';

/** He signs in as ever, with whatever else is asked of him there. */
function sendDone({ request, reply }: Exchange) {
  const words = wordsFor(request);
  const { doneTitle, done, back } = words.recover;
  const body = html`${words.mark}<div class="card"><h1>${doneTitle}</h1><p>${done}</p><p><a href="/sign-in">${back}</a></p></div>`;
  return sendPage(reply, words, { title: doneTitle, body });
}
