// Somebody with a browser, without the browser: keeps cookies, fills in the forms it finds, follows what a page tells it.
// Called by the tests that start processes. Trusts every certificate, for tests only; knows field names, no rule.
import assert from 'node:assert/strict';
import { request as overTcp } from 'node:http';
import { request as overTls } from 'node:https';

export type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>; readonly text: string };
export type Asking = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** One request on a connection of its own. */
export function ask(url: string, { method = 'GET', headers = {}, body = '' }: Asking = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers, ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }) }, agent: false };
    const open = url.startsWith('https:') ? overTls(url, { ...options, rejectUnauthorized: false }) : overTcp(url, options);
    open.on('error', reject);
    open.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on('error', reject);
    });
    open.end(body);
  });
}

export class Visitor {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  /** The same browser at another server of the same Reeve. */
  at(url: string): Visitor {
    const other = new Visitor(url);
    for (const [name, value] of this.#cookies) other.#cookies.set(name, value);
    return other;
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  async get(path: string): Promise<Answer> {
    return this.#send(path, {});
  }

  /** Opens the page, fills in its (last) form with its own hidden fields, and sends it. */
  async fill(path: string, fields: Readonly<Record<string, string>>, to = path): Promise<Answer> {
    const page = await this.get(path);
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1];
    assert.ok(csrf, `${path} answers ${page.status} without a form: ${page.text.slice(0, 300)}`);
    return this.#send(to, {
      method: 'POST',
      headers: { origin: new URL(this.#url).origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrf, ...fields }).toString(),
    });
  }

  signIn(userName: string, password: string): Promise<Answer> {
    return this.fill('/sign-in', { userName, password });
  }

  /** Makes a token of this user's own on /account; its secret. */
  async makeToken(name: string): Promise<string> {
    const page = await this.fill('/account', { name, days: '1', permissions: '' }, '/account/tokens');
    const secret = /<code class="secret">([^<]+)</.exec(page.text)?.[1];
    assert.ok(secret, page.text);
    return secret;
  }

  async #send(path: string, { headers = {}, ...rest }: Asking): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await ask(`${this.#url}${path}`, { ...rest, headers: { ...headers, ...(cookie === '' ? {} : { cookie }) } });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }
}
