// A browser at an identity provider of the tests: follows where it is sent, keeps its cookies, signs in by the form, and gives the address that it is sent back to.
// Called by tests that are not in a real browser. Knows nothing of Reeve.
import assert from 'node:assert/strict';
import { request } from 'node:https';

type Answer = { readonly status: number; readonly location: string; readonly cookies: readonly string[] };
const stepsMax = 10;

/** `authority` = whom it trusts; `name` = as whom he signs in there, '' = he goes back; `cookies` = of a browser that was there before. */
type Visiting = { readonly authority: string; readonly name: string; readonly cookies?: Map<string, string> };

export async function signInThere(place: string, { authority, name, cookies = new Map() }: Visiting): Promise<string> {
  const own = new URL(place).origin;
  let at = place;
  let form = '';
  for (let step = 0; step < stepsMax; step += 1) {
    const { status, location, cookies: set } = await asked(at, { authority, cookie: [...cookies].map((one) => one.join('=')).join('; '), form });
    for (const one of set) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      value === '' ? cookies.delete(key) : cookies.set(key, value);
    }
    form = '';
    if (status === 200) form = name === '' ? 'no=yes' : `login=${encodeURIComponent(name)}`;
    else at = new URL(location, at).href;
    if (new URL(at).origin !== own) return at;
  }
  return assert.fail(`sent around at ${at}`);
}

type Asked = { readonly authority: string; readonly cookie: string; readonly form: string };

function asked(place: string, { authority, cookie, form }: Asked): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const headers = { ...(cookie === '' ? {} : { cookie }), ...(form === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) };
  const asking = request(place, { method: form === '' ? 'GET' : 'POST', ca: authority, headers, agent: false }, (answer) => {
    answer.resume();
    const { statusCode: status = 0, headers: given } = answer;
    answer.once('end', () => resolve({ status, location: given.location ?? '', cookies: given['set-cookie'] ?? [] }));
  });
  asking.once('error', reject).end(form);
  return promise;
}
