// The page that the link of a sign-up leads to: user name, password, what is asked, terms. Sending it makes the account; in another browser it shows a code instead.
// Part of this edge's plugin. What is asked and who may is signups/'s to say.
import type { FastifyRequest } from 'fastify';
import { Refusal } from '#errors.ts';
import type { LinkRow } from '#mail/link-queries.ts';
import { followLink } from '#mail/links.ts';
import { askersWordsMax } from '#requests/contract.ts';
import { asField, fieldsAsked } from '#signups/fields.ts';
import { type Finished, finishSignUp, refuseOver, ruleForNew } from '#signups/finish.ts';
import { signUpRule } from '#signups/rule.ts';
import type { World } from '#world.ts';
import { type Asker, linkAsked, linkHere } from './asker.ts';
import { type Exchange, limited, type PageServer, saying, sendPage, statusFor } from './frame.ts';
import { type Html, html } from './html.ts';
import { fieldOf, prefix, valuesIn } from './profile.ts';
import { newPasswordFields, refuseDifferent } from './sign-in.ts';
import { beginForm, checkForm, type Form } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

export function finishingPages(server: PageServer, world: World, asker: Asker): void {
  server.get('/sign-up/finish', limited, async (request, reply) => {
    const text = linkAsked(request);
    const followed = text === undefined ? null : await followLink(world, { text, purpose: 'sign-up', browser: asker.browserOf(request) });
    if (followed && !followed.here) return sendCode({ request, reply }, followed.code);
    return sendForm(world, { request, reply }, { link: await linkOf(world, asker, { request, text }), text, form: {}, refusal: null });
  });
  server.post('/sign-up/finish', limited, async (request, reply) => finish(world, asker, { request, reply }));
}

type Brought = { readonly request: FastifyRequest; readonly text: unknown };

/** One's own, or an invitation, which is good in whichever browser it is followed. */
async function linkOf(world: World, { browserOf }: Asker, { request, text }: Brought): Promise<LinkRow> {
  const browser = browserOf(request);
  const link =
    (await linkHere(world, { purpose: 'sign-up', browser, text })) ?? (await linkHere(world, { purpose: 'sign-up-invitation', browser: undefined, text }));
  if (!link) throw new Refusal('sign-up.over');
  refuseOver(world, link);
  return link;
}

/** What can be typed anew. */
const isAboutTyping = ({ kind, code }: Refusal) => kind === 'invalid' || code === 'user.name-taken' || code === 'attribute.taken' || code === 'mail.taken';

async function finish(world: World, asker: Asker, { request, reply }: Exchange) {
  const form = checkForm(world, request);
  const link = await linkOf(world, asker, { request, text: form.link });
  try {
    refuseDifferent(form.password, form.repeat);
    const finished = await finishSignUp(world, link, { ...chosenIn(world, form), ...fromOf(request) });
    return sendDone({ request, reply: asker.forget(reply) }, finished);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || !isAboutTyping(refusal)) throw refusal;
    return sendForm(world, { request, reply }, { link, text: form.link, form, refusal });
  }
}

const fromOf = (request: FastifyRequest) => ({ language: wordsFor(request).language, network: request.network });
const askedOf = (world: World) => fieldsAsked(world.authorizer.model.attributes, signUpRule(world));

function chosenIn(world: World, form: Form) {
  const values = askedOf(world).map((one) => [one.name, valuesIn(asField(one, []), form[`${prefix}${one.name}`] ?? '')] as const);
  return {
    userName: (form.userName ?? '').trim(),
    password: form.password ?? '',
    values: Object.fromEntries(values),
    terms: form.accepted === 'yes' ? (form.terms ?? '') : '',
    words: (form.words ?? '').replace(/\s+/g, ' ').trim(),
  };
}

/** In another browser than the one that asked: nothing can be done here, whoever has the mail. */
function sendCode({ request, reply }: Exchange, code: string) {
  const words = wordsFor(request);
  const { codeTitle, typeThere, giveNobody } = words.signUp;
  const body = html`${words.mark}<div class="card"><h1>${codeTitle}</h1><p>${typeThere}</p><code class="secret">${code}</code><p class="dim">${giveNobody}</p></div>`;
  return sendPage(reply, words, { title: codeTitle, body });
}

type Sending = { readonly link: LinkRow; readonly text: unknown; readonly form: Form; readonly refusal: Refusal | null };

async function sendForm(world: World, { request, reply }: Exchange, { link, text, form, refusal }: Sending) {
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { finishTitle, finishSays, userName, make } = words.signUp;
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="link" value="${typeof text === 'string' ? text : ''}">`;
  const fields = askedOf(world).map((one) => fieldOf(words, asField(one, valuesIn(asField(one, []), form[`${prefix}${one.name}`] ?? ''))));
  const name = form.userName ?? link.mail.slice(0, link.mail.lastIndexOf('@'));
  const body = html`${words.mark}<div class="card"><h1>${finishTitle}</h1><p class="dim">${finishSays(link.mail)}</p>${saying(words, refusal)}
<form method="post" action="/sign-up/finish">${hidden}<label for="userName">${userName}</label><input id="userName" type="text" name="userName" value="${name}" autocomplete="username" autocapitalize="none" spellcheck="false" required minlength="3" maxlength="64">
${newPasswordFields(world, words, await ruleForNew(world))}${fields}${wordsField(world, words, form)}${termsFields(world, words)}<button>${make}</button></form></div>`;
  return sendPage(reply, words, { title: finishTitle, body, meter: true, status: refusal ? statusFor(reply, refusal) : 200 });
}

/** To whoever lets him in. */
const wordsField = (world: World, { signUp }: Spoken, form: Form): Html | false =>
  signUpRule(world).approval &&
  html`<label for="words">${signUp.words} <span class="dim">${signUp.wordsSay}</span></label><textarea id="words" name="words" maxlength="${askersWordsMax}">${form.words ?? ''}</textarea>`;

/** The version that is shown is the one that is accepted. */
function termsFields(world: World, { signUp }: Spoken): Html | false {
  const { termsText, termsLink, termsVersion } = signUpRule(world);
  if (termsVersion === '') return false;
  const text =
    termsText !== '' &&
    html`<div class="terms" tabindex="0" role="group" aria-label="${signUp.terms}">${termsText.split(/\n\s*\n/).map((part) => html`<p>${part}</p>`)}</div>`;
  const link = termsLink !== '' && html`<p class="after"><a href="${termsLink}" rel="noreferrer" target="_blank">${signUp.terms}</a></p>`;
  return html`${text}${link}<input type="hidden" name="terms" value="${termsVersion}"><label class="tick" for="accepted"><input id="accepted" type="checkbox" name="accepted" value="yes" required>${signUp.accept}</label>`;
}

function sendDone({ request, reply }: Exchange, { userName, isWaiting }: Finished) {
  const words = wordsFor(request);
  const { doneTitle, done, waitingTitle, waiting, signIn } = words.signUp;
  const body = isWaiting
    ? html`${words.mark}<div class="card"><h1>${waitingTitle}</h1><p>${waiting(userName)}</p></div>`
    : html`${words.mark}<div class="card"><h1>${doneTitle}</h1><p>${done(userName)}</p><p><a href="/sign-in">${signIn}</a></p></div>`;
  return sendPage(reply, words, { title: isWaiting ? waitingTitle : doneTitle, body });
}
