// The identity providers that are switched on, as buttons of the sign-in page. Where they lead is providers.ts's to say.
import { buttonsOf } from '#providers/queries.ts';
import type { World } from '#world.ts';
import { type Html, html } from './html.ts';
import type { Spoken } from './words.ts';

/** Below the password. */
export async function providerButtons(world: World, { providers }: Spoken, hidden: Html): Promise<Html | false> {
  if (world.config.baseUrl === '') return false;
  const buttons = await buttonsOf(world.db.read);
  if (buttons.length === 0) return false;
  const each = buttons.map(({ key, name }) => html`<button class="second" name="key" value="${key}">${providers.with(name)}</button>`);
  return html`<p class="or dim small">${providers.or}</p><form method="post" action="/sign-in/with" class="with">${hidden}${each}</form>`;
}
