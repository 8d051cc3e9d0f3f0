// A browser without a script, for the server's own pages: keeps cookies, fills forms. In process, no port.
// Called by tests of pages.
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

/** Sends what a browser sends. */
export class FormBrowser {
  readonly #web: FastifyInstance;
  readonly cookies = new Map<string, string>();
  constructor(web: FastifyInstance) {
    this.#web = web;
  }
  async get(url: string) {
    return this.#keep(await this.#web.inject({ method: 'GET', url, headers: { host: 'reeve.test', ...this.#cookie() } }));
  }
  async post(url: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
    const body = new URLSearchParams(fields).toString();
    const own = { host: 'reeve.test', origin: 'https://reeve.test', 'content-type': 'application/x-www-form-urlencoded', ...this.#cookie() };
    return this.#keep(await this.#web.inject({ method: 'POST', url, headers: { ...own, ...headers }, body }));
  }
  /** Fills the first form of a page and sends it. */
  async fill(url: string, fields: Record<string, string>, to = url) {
    return this.post(to, { csrf: tokenIn(await this.get(url)), ...fields });
  }
  #cookie() {
    return this.cookies.size === 0 ? {} : { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }
  #keep(answer: LightMyRequestResponse) {
    for (const { name, value } of answer.cookies) value === '' ? this.cookies.delete(name) : this.cookies.set(name, value);
    return answer;
  }
}

export const tokenIn = ({ body }: LightMyRequestResponse) => /name="csrf" value="([^"]+)"/.exec(body)?.[1] ?? '';
