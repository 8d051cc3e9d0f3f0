// The page that leads elsewhere: a form may not be answered by a redirect to another site (the policy's form-action), so a page goes there by itself.
// Called by the pages that send somebody to an identity provider.
import { type Exchange, sendPage } from './frame.ts';
import { html } from './html.ts';
import { wordsFor } from './words.ts';

export function sendLeading({ request, reply }: Exchange, place: string) {
  const words = wordsFor(request);
  const { leading, go } = words.providers;
  const { host } = new URL(place);
  const body = html`${words.mark}<div class="card"><h1>${leading(host)}</h1><p><a class="button" href="${place}">${go}</a></p></div>`;
  return sendPage(reply, words, { title: leading(host), body, leadsTo: place });
}
