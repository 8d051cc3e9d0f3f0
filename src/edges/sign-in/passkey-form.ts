// The form that a passkey is shown or made by: filled and sent by passkey-script.ts, hidden where there is no script.
// Called by the pages of this edge that offer one, and read by them when it comes back. Knows no ceremony.
import { signInRule } from '#factors/contract.ts';
import { hasPasskeys } from '#factors/passkeys.ts';
import type { World } from '#world.ts';
import { type Html, html } from './html.ts';
import type { Form } from './visitor.ts';
import type { Spoken } from './words.ts';

type Offered = {
  readonly how: 'show' | 'make' | 'alone';
  readonly action: string;
  readonly button: string;
  readonly hidden: Html;
  /** Absent: the script asks at `ask`. */
  readonly offer?: { readonly options: Readonly<Record<string, unknown>>; readonly ceremony: string };
  readonly ask?: string;
};

export const passkeyForm = ({ passkey }: Spoken, { how, action, button, hidden, offer, ask = '' }: Offered): Html =>
  html`<form method="post" action="${action}" data-passkey="${how}" data-ask="${ask}" data-options="${offer ? JSON.stringify(offer.options) : ''}" hidden>${hidden}
<input type="hidden" name="ceremony" value="${offer?.ceremony ?? ''}"><input type="hidden" name="response" value=""><p class="field-bad small" role="alert" data-says hidden>${passkey.refused}</p><p class="field-bad small" role="alert" data-untrusted hidden>${passkey.untrusted}</p><button type="button">${button}</button></form>`;

export const alonePlace = '/sign-in/passkey';
export const isOfferedAlone = ({ settings, config }: World): boolean => settings.of(signInRule).passkeysAlone && hasPasskeys(config);

/** On the sign-in page, below the password. */
export const alonePasskeyForm = (words: Spoken, hidden: Html): Html =>
  passkeyForm(words, { how: 'alone', action: alonePlace, button: words.passkey.signIn, hidden, ask: alonePlace });

/** What the browser gave. */
export const shownIn = ({ ceremony = '', response = '' }: Form) => ({ ceremony, response });
