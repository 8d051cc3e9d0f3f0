// One's own profile on one's own page: what the schema lets him change as a form, what it lets him see beside it; his data as a file; and an end of everything.
// Part of the account's page. Each change runs the same action as the API.
import { isTitledAsShipped } from '#attributes/contract.ts';
import { endEverything, type MyField, myData, myProfile, updateMyProfile } from '#users/my-contract.ts';
import type { World } from '#world.ts';
import { type Html, html } from './html.ts';
import { type Deed, run, type Visit } from './visit.ts';
import { clearSession, visitorOf } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

export const prefix = 'value-';
const separators = /\r?\n/;

import type { Pages } from './frame.ts';

export function profilePages(world: World): Pages {
  return async (server) => {
    server.get('/account/data', async (request, reply) => {
      const { actor } = await visitorOf(world, request);
      const data = await run(world, actor, { operation: myData, input: {} });
      const headers = { 'content-disposition': 'attachment; filename="my-data.json"', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
      return reply
        .headers(headers)
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(data, null, 2));
    });
    server.post('/account/end-everything', async (request, reply) => {
      const { actor } = await visitorOf(world, request);
      await run(world, actor, { operation: endEverything, input: {} });
      return clearSession(reply).redirect('/sign-in?to=/account', 303);
    });
  };
}

export const changeProfile: Deed = async (world, { visit, form, request }) => {
  const { fields } = await run(world, visit.actor, { operation: myProfile, input: {} });
  const typed = fields.filter(({ name, mayChange }) => mayChange && form[`${prefix}${name}`] !== undefined);
  const values = Object.fromEntries(typed.map((field) => [field.name, valuesIn(field, form[`${prefix}${field.name}`] ?? '')]));
  await run(world, visit.actor, { operation: updateMyProfile, input: { values, current: form.current ?? '' } });
  return { good: wordsFor(request).profile.saved };
};

export const valuesIn = ({ valuesMax }: MyField, text: string): string[] =>
  (valuesMax > 1 ? text.split(separators) : [text]).map((line) => line.trim()).filter((line) => line !== '');

export async function profileCard(world: World, words: Spoken, { actor, hidden }: Pick<Visit, 'actor'> & { readonly hidden: Html }): Promise<Html> {
  const { fields } = await run(world, actor, { operation: myProfile, input: {} });
  const { profile, factors } = words;
  const mine = fields.filter(({ mayChange }) => mayChange);
  const fixed = fields.filter(({ mayChange, values }) => !mayChange && values.length > 0);
  const current = mine.some(({ name }) => name === 'mail')
    ? html`<label for="profile-current">${factors.current} <span class="dim">${profile.forMail}</span></label><input id="profile-current" type="password" name="current" autocomplete="current-password" maxlength="1024">`
    : '';
  const form = html`<form method="post" action="/account/profile">${hidden}${mine.map((field) => fieldOf(words, field))}${current}<button>${profile.save}</button></form>`;
  const shown =
    fixed.length > 0 &&
    html`<p class="dim after">${profile.fixed}</p><dl class="plain">${fixed.map((field) => html`<dt>${titleOf(words, field)}</dt><dd>${field.values.join(', ')}</dd>`)}</dl>`;
  return html`<div class="card" id="profile"><h2>${profile.heading}</h2>${mine.length > 0 && form}${shown}<p class="after"><a href="/account/data">${profile.data}</a></p></div>`;
}

/** What everybody has is called as the reader's language calls it; the rest as whoever defined it did. */
const titleOf = ({ profile }: Spoken, field: MyField): string => (isTitledAsShipped(field) && profile.fields[field.name]) || field.title;

/** Also where somebody signs up. */
export function fieldOf(words: Spoken, field: MyField): Html {
  const { name, help, required, values, valuesMax } = field;
  const [id, star] = [`profile-${name}`, required ? html`required` : ''];
  const label = html`<label for="${id}">${titleOf(words, field)}${help !== '' && html` <span class="dim">${help}</span>`}</label>`;
  if (valuesMax > 1) return html`${label}<textarea id="${id}" name="${prefix}${name}" ${star}>${values.join('\n')}</textarea>`;
  const options = optionsOf(words, field);
  if (options === null)
    return html`${label}<input id="${id}" type="text" name="${prefix}${name}" value="${values[0] ?? ''}" autocomplete="off" maxlength="1024" ${star}>`;
  const all = options.map(([value, says]) => html`<option value="${value}" ${values[0] === value ? html`selected` : ''}>${says}</option>`);
  return html`${label}<select id="${id}" name="${prefix}${name}" ${star}>${required ? '' : html`<option value=""></option>`}${all}</select>`;
}

function optionsOf({ profile }: Spoken, { type, choices }: MyField): readonly (readonly [string, string])[] | null {
  if (type === 'choice') return choices.map((choice) => [choice, choice]);
  return type === 'yesNo'
    ? [
        ['true', profile.yes],
        ['false', profile.no],
      ]
    : null;
}

/** Beside the sessions: for whoever sees one that is not his. */
export const endEverythingForm = ({ profile }: Spoken, hidden: Html): Html =>
  html`<details><summary>${profile.notMe}</summary><p class="dim">${profile.notMeSays}</p><form method="post" action="/account/end-everything">${hidden}<button class="second">${profile.endEverything}</button></form></details>`;
