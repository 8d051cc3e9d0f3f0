// Signing in by an identity provider: its button, the page that leads there, and the address that it sends people back to. What they were sent for, the state says.
// Part of this edge's plugin. The steps are the flow's.
import { goToProvider, signInByProvider } from '#authentication/provider-sign-in.ts';
import { purposeOf } from '#authentication/trips.ts';
import { backFromTrial } from '#authentication/try-provider.ts';
import { Refusal } from '#errors.ts';
import { returnPath } from '#providers/settings.ts';
import type { World } from '#world.ts';
import { backToLink } from './accounts.ts';
import { type Exchange, limited, type Pages, sendPage } from './frame.ts';
import { html } from './html.ts';
import { sendLeading } from './leading.ts';
import { goOnward } from './onward.ts';
import { backToProve } from './prove-there.ts';
import { sendForm } from './sign-in-form.ts';
import { ownPath } from './to.ts';
import { checkForm, formOf, formToken, fromOf, visitorIfAny } from './visitor.ts';
import { wordsFor } from './words.ts';

/** What a provider may say when it sends somebody back (RFC 6749 §4.1.2, RFC 9207); nothing else of its form goes on. */
const answers = ['code', 'state', 'iss', 'error', 'error_description'] as const;

export function providerPages(world: World): Pages {
  return async (server) => {
    server.post('/sign-in/with', limited, async (request, reply) => go(world, { request, reply }));
    server.get(returnPath(':key'), limited, async (request, reply) => comeBack(world, { request, reply }));
    // By a form of the provider's own page, which brings no cookie of ours: what it brings is brought once more, by the browser itself.
    server.post(returnPath(':key'), limited, async (request, reply) => {
      const form = formOf(request);
      if (purposeOf(form.state) === null) throw new Refusal('csrf.refused');
      const said = new URLSearchParams(answers.flatMap((name): [string, string][] => (form[name] === undefined ? [] : [[name, form[name]]])));
      return reply.redirect(`${returnPath(keyOf(request.params))}?${said}`, 303);
    });
  };
}

const keyOf = (params: unknown): string => encodeURIComponent(String((params as Readonly<Record<string, unknown>>).key));

async function go(world: World, { request, reply }: Exchange) {
  const form = checkForm(world, request);
  const to = ownPath(form.to);
  try {
    const place = await goToProvider(world, { key: form.key ?? '', form: formToken(request), to });
    return sendLeading({ request, reply }, place);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return sendForm(world, { request, reply }, { to, name: '', refusal });
  }
}

async function comeBack(world: World, { request, reply }: Exchange) {
  // As the provider wrote it: what comes twice must be seen to come twice.
  const at = new URL(request.raw.url ?? '', world.config.baseUrl === '' ? 'https://reeve.invalid' : world.config.baseUrl);
  const back = { key: keyOf(request.params), at };
  try {
    const purpose = purposeOf(at.searchParams.get('state'));
    if (purpose === 'link') return await backToLink(world, { request, reply }, back);
    if (purpose === 'prove') return await backToProve(world, { request, reply }, back);
    if (purpose === 'try') return await backToTry(world, { request, reply }, back);
    return await goOnward(world, reply, await signInByProvider(world, { ...back, form: formToken(request) }, fromOf(request)));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return sendForm(world, { request, reply }, { to: '', name: '', refusal });
  }
}

/** Of whoever tries the settings: in the session that began it. */
async function backToTry(world: World, { request, reply }: Exchange, back: { readonly key: string; readonly at: URL }) {
  const visit = await visitorIfAny(world, request);
  if (!visit) throw new Refusal('provider.over');
  const { says } = await backFromTrial(world, visit.actor, back);
  const words = wordsFor(request);
  const { tried, triedNot, triedSays } = words.providers;
  const title = says === '' ? tried : triedNot;
  const body = html`${words.mark}<div class="card"><h1>${title}</h1>${says !== '' && html`<div class="says" role="alert"><p>${says}</p></div>`}<p>${triedSays}</p></div>`;
  return sendPage(reply, words, { title, body });
}
