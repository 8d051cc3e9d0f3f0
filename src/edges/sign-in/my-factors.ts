// One's second factors on one's own page: what one has, adding an app or a passkey, taking one away, new recovery codes.
// Part of this edge's plugin. Each change runs the same action as the API.
import { Refusal } from '#errors.ts';
import { addPasskey, beginPasskey, beginTotp, confirmTotp, type Factor, myFactors, removeMyFactor, renewRecoveryCodes } from '#factors/contract.ts';
import { hasPasskeys } from '#factors/passkeys.ts';
import type { World } from '#world.ts';
import { appForm, codeList } from './add-factor.ts';
import { type Exchange, type Pages, saying, sendPage, statusFor } from './frame.ts';
import { type Html, html } from './html.ts';
import { passkeyForm, shownIn } from './passkey-form.ts';
import { proofForms, provingCodes } from './prove-again.ts';
import { run, type Visit } from './visit.ts';
import { type Form, formOf, visitorOf } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

const place = '/account/factors';

/** What stands on the page after it: beside the words, a form that goes on with what was begun, or codes to keep. */
type Told = { readonly good?: string; readonly next?: Html; readonly codes?: readonly string[]; readonly passkey?: boolean };
type Given = { readonly visit: Visit; readonly form: Form; readonly words: Spoken; readonly hidden: Html };
type Deed = (world: World, given: Given) => Promise<Told>;

export function myFactorPages(world: World): Pages {
  return async (server) => {
    for (const [path, deed] of Object.entries(deeds)) server.post(`${place}/${path}`, (request, reply) => doing(world, { request, reply }, deed));
  };
}

async function doing(world: World, { request, reply }: Exchange, deed: Deed) {
  const visit = await visitorOf(world, request);
  const words = wordsFor(request);
  const hidden = html`<input type="hidden" name="csrf" value="${visit.csrf}">`;
  try {
    return send(reply, words, await deed(world, { visit, form: formOf(request), words, hidden }));
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.kind === 'unauthenticated') throw refusal;
    const proving = provingCodes.includes(refusal.code);
    const next = proving ? await proofForms(world, words, { actor: visit.actor, hidden, kept: {} }) : undefined;
    return send(reply, words, { ...(next ? { next, passkey: true } : {}) }, refusal);
  }
}

const deeds: Readonly<Record<string, Deed>> = {
  async app(world, { visit, form, words, hidden }) {
    const begun = await run(world, visit.actor, { operation: beginTotp, input: { name: nameIn(form, words.factors.kinds.totp), current: form.current ?? '' } });
    const carried = html`${hidden}<input type="hidden" name="factor" value="${begun.id}">`;
    return { next: appForm(words, { ...begun, hidden: carried, action: `${place}/confirm` }) };
  },
  async confirm(world, { visit, form, words }) {
    const { recoveryCodes } = await run(world, visit.actor, { operation: confirmTotp, input: { factor: form.factor ?? '', code: form.code ?? '' } });
    return { good: words.factors.isAdded, codes: recoveryCodes };
  },
  async passkey(world, { visit, form, words, hidden }) {
    const offer = await run(world, visit.actor, { operation: beginPasskey, input: { current: form.current ?? '' } });
    const carried = html`${hidden}<input type="hidden" name="name" value="${nameIn(form, words.factors.kinds.passkey)}">`;
    const { make, makeSays } = words.factors;
    const made = passkeyForm(words, { how: 'make', action: `${place}/passkey/confirm`, button: make, hidden: carried, offer });
    return { next: html`<p class="dim">${makeSays}</p>${made}<noscript><p>${words.passkey.noScript}</p></noscript>`, passkey: true };
  },
  async 'passkey/confirm'(world, { visit, form, words }) {
    const input = { name: nameIn(form, words.factors.kinds.passkey), ...shownIn(form) };
    const { recoveryCodes } = await run(world, visit.actor, { operation: addPasskey, input });
    return { good: words.factors.isAdded, codes: recoveryCodes };
  },
  async remove(world, { visit, form, words }) {
    await run(world, visit.actor, { operation: removeMyFactor, input: { factor: form.factor ?? '', current: form.current ?? '' } });
    return { good: words.factors.removed };
  },
  async 'recovery-codes'(world, { visit, form, words }) {
    const { recoveryCodes } = await run(world, visit.actor, { operation: renewRecoveryCodes, input: { current: form.current ?? '' } });
    return { good: words.factors.renewed, codes: recoveryCodes };
  },
};

const nameIn = ({ name = '' }: Form, otherwise: string): string => name.trim() || otherwise;

function send(reply: Exchange['reply'], words: Spoken, { good = '', next, codes = [], passkey = false }: Told, refusal: Refusal | null = null) {
  const { account, factors, addFactor } = words;
  const kept = codes.length > 0 && html`<h2>${addFactor.codes}</h2><p class="dim">${addFactor.codesSay}</p>${codeList(codes)}`;
  const body = html`${words.mark}<div class="card"><h1>${factors.heading}</h1>${saying(words, refusal, good)}${next}${kept}<p class="after"><a href="/account#factors">${account.title}</a></p></div>`;
  return sendPage(reply, words, { title: factors.heading, body, passkey, status: refusal ? statusFor(reply, refusal) : 200 });
}

type Card = Pick<Visit, 'actor'> & {
  /** Else it is not asked for: he has signed in a moment ago. */
  readonly hasPassword: boolean /** What each of its forms brings: the token, and the name for whoever keeps passwords. */;
  readonly hidden: Html;
};

/** On the account's page. */
export async function myFactorsCard(world: World, words: Spoken, { actor, hidden, hasPassword }: Card): Promise<Html> {
  const current = (id: string) => hasPassword && currentField(words, id);
  const { items, recoveryCodes, required } = await run(world, actor, { operation: myFactors, input: {} });
  const { factors } = words;
  const mine =
    items.length === 0 ? html`<p>${factors.none}</p>` : html`${table(words, items, { hidden, current })}<p class="dim">${factors.codesLeft(recoveryCodes)}</p>`;
  return html`<div class="card" id="factors"><h2>${factors.heading}</h2><p class="dim">${factors.says}${required && html` <strong>${factors.required}</strong>`}</p>${mine}
${addForm(world, words, { hidden, current })}${items.length > 0 && renewForm(words, { hidden, current })}</div>`;
}

const currentField = ({ factors: { current } }: Spoken, id: string): Html =>
  html`<label for="${id}">${current}</label><input id="${id}" type="password" name="current" autocomplete="current-password" required maxlength="1024">`;

type Asking = { readonly hidden: Html /** His password, once more. */; readonly current: (id: string) => Html | false };

function table(words: Spoken, items: readonly Factor[], { hidden, current }: Asking): Html {
  const { kinds, name, added, lastUsed, suspended, remove } = words.factors;
  const removal = ({ id }: Factor) =>
    html`<details><summary>${remove}</summary><form method="post" action="${place}/remove">${hidden}<input type="hidden" name="factor" value="${id}">${current(`remove-${id}`)}<button class="quiet">${remove}</button></form></details>`;
  const rows = items.map(
    (one) =>
      html`<tr><td><strong>${one.name}</strong><br><span class="dim small">${kinds[one.kind]}</span>${one.suspended && html` <span class="tag">${suspended}</span>`}</td><td class="hide">${words.moment(one.createdAt)}</td><td>${words.moment(one.lastUsedAt)}</td><td>${removal(one)}</td></tr>`,
  );
  return html`<div class="table"><table><thead><tr><th>${name}</th><th class="hide">${added}</th><th>${lastUsed}</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function addForm(world: World, words: Spoken, { hidden, current }: Asking): Html {
  const { add, which, example, addApp, addPasskey: addKey } = words.factors;
  const key = hasPasskeys(world.config) && html` <button class="second" formaction="${place}/passkey">${addKey}</button>`;
  return html`<details><summary>${add}</summary><form method="post" action="${place}/app">${hidden}<label for="factor-name">${which}</label><input id="factor-name" type="text" name="name" maxlength="60" autocomplete="off" placeholder="${example}">
${current('factor-current')}<button>${addApp}</button>${key}</form></details>`;
}

const renewForm = (words: Spoken, { hidden, current }: Asking): Html =>
  html`<details><summary>${words.factors.renew}</summary><form method="post" action="${place}/recovery-codes">${hidden}${current('renew-current')}<button class="second">${words.factors.renew}</button></form></details>`;
