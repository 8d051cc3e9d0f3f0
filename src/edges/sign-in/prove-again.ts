// Proving once more who one is, on one's own page: whatever he has is offered, and what he had typed is kept.
// Part of this edge's plugin, drawn by account.ts and my-factors.ts. Each proof runs the same action as the API.
import type { OutputOf } from '#contract.ts';
import type { Refusal } from '#errors.ts';
import { proveFactor } from '#factors/contract.ts';
import { beginPasskeyProof, myProof, type ProofWay, provePasskey, provePassword } from '#proof/contract.ts';
import type { World } from '#world.ts';
import { type Html, html } from './html.ts';
import { passkeyForm, shownIn } from './passkey-form.ts';
import { type Deed, run, type Told, type Visit } from './visit.ts';
import type { Form } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

export const provingCodes: readonly string[] = ['factor.prove-first', 'proof.needed', 'account.sign-in-anew', 'proof.other-account', 'proof.not-asked'];
const deeds = (): readonly Deed[] => Object.values(proofDeeds);

/** What a refused form leaves on the page: where a proof was wanted or was wrong, it is asked for, and what was typed before stays. */
export function leftBy(deed: Deed, form: Form, refusal: Refusal): Pick<Told, 'kept' | 'proving'> {
  const isProof = deeds().includes(deed);
  return { kept: isProof ? carriedIn(form) : keptIn(form), proving: isProof || provingCodes.includes(refusal.code) };
}

/** What stood in a form that was refused for want of a proof. Never a secret: only what is named here. */
const kept = ['name', 'days', 'permissions'] as const;
export type Kept = Readonly<Partial<Record<(typeof kept)[number], string>>>;
const nameOfKept = (name: string) => `kept-${name}`;

const keptIn = (form: Form): Kept => Object.fromEntries(kept.flatMap((name) => (form[name] ? [[name, form[name]]] : [])));
/** What the form of a proof brought along of it. */
const carriedIn = (form: Form): Kept => Object.fromEntries(kept.flatMap((name) => (form[nameOfKept(name)] ? [[name, form[nameOfKept(name)]]] : [])));

/** By the last part of the form's address; the provider's leads elsewhere (prove-there.ts). */
export const proofDeeds: Readonly<Record<Exclude<ProofWay, 'provider'>, Deed>> = {
  async password(world, { visit, form, request }) {
    await run(world, visit.actor, { operation: provePassword, input: { current: form.current ?? '' } });
    return proved(form, wordsFor(request));
  },
  async code(world, { visit, form, request }) {
    await run(world, visit.actor, { operation: proveFactor, input: { code: form.code ?? '' } });
    return proved(form, wordsFor(request));
  },
  async passkey(world, { visit, form, request }) {
    await run(world, visit.actor, { operation: provePasskey, input: shownIn(form) });
    return proved(form, wordsFor(request));
  },
};

const proved = (form: Form, { proof }: Spoken) => ({ good: proof.proved, kept: carriedIn(form) });

type Asked = Pick<Visit, 'actor'> & {
  readonly hidden: Html;
  readonly kept: Kept;
  /** Where the forms go, and which of his ways are enough: all of them, unless it is said. */
  readonly at?: string;
  readonly ways?: readonly ProofWay[];
  /** Why he is asked, below a heading that says it, too. */
  readonly says?: string;
};

/** Every way he has; the page needs the script of passkeys. */
export async function proofForms(world: World, words: Spoken, { actor, hidden, kept: held, at = account, ways: enough, says }: Asked): Promise<Html> {
  const { ways: all, providers } = await run(world, actor, { operation: myProof, input: {} });
  const ways = enough ?? all;
  const { proof } = words;
  const carried = html`${hidden}${Object.entries(held).map(([name, value]) => html`<input type="hidden" name="${nameOfKept(name)}" value="${value}">`)}`;
  const forms = await Promise.all(ways.map((way) => drawn[way](world, words, { actor, hidden: carried, action: `${at}/${way}`, providers })));
  return html`${says === undefined && html`<h2>${proof.heading}</h2>`}<p class="dim">${ways.length > 0 ? (says ?? proof.says) : proof.noWay}</p>${forms}`;
}

const account = '/account/proof';
export const placeOfProof = (way: ProofWay) => `${account}/${way}`;

type Providers = OutputOf<typeof myProof>['providers'];
type Given = { readonly actor: Visit['actor']; readonly hidden: Html; readonly action: string; readonly providers: Providers };
type Drawn = (world: World, words: Spoken, given: Given) => Promise<Html>;

const drawn: Readonly<Record<ProofWay, Drawn>> = {
  async passkey(world, words, { actor, hidden, action }) {
    const offer = await run(world, actor, { operation: beginPasskeyProof, input: {} });
    return passkeyForm(words, { how: 'show', action, button: words.proof.passkey, hidden, offer });
  },
  code: async (_world, { factor, proof }, { hidden, action }) =>
    html`<form method="post" action="${action}">${hidden}<label for="code">${factor.codes.app.label}</label>
<input id="code" type="text" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required maxlength="64" autofocus><p class="dim small">${factor.codes.app.says}</p><button>${proof.show}</button></form>`,
  password: async (_world, { password, proof }, { hidden, action }) =>
    html`<form method="post" action="${action}">${hidden}<label for="proof-current">${password.current}</label>
<input id="proof-current" type="password" name="current" autocomplete="current-password" required maxlength="1024" autofocus><button>${proof.show}</button></form>`,
  provider: async (_world, { proof }, { hidden, providers }) =>
    html`<form method="post" action="${placeOfProof('provider')}">${hidden}<p>${providers.map(({ provider, name }) => html` <button name="provider" value="${provider}">${proof.anewAt(name)}</button>`)}</p></form>`,
};
