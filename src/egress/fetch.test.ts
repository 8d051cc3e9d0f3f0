import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import { after, before, describe, it } from 'node:test';
import { type Authority, makeAuthority } from '../../test/servers/authority.ts';
import { EgressFault, openEgress } from './egress.ts';
import { type Fetch, fetchThrough } from './fetch.ts';
import { TlsFault } from './secure.ts';

const limits = { milliseconds: 20_000, bytesMax: 1_000 };

describe('Asking through the egress', () => {
  let authority: Authority;
  let origin: string;
  let stop = async () => {};
  before(async () => {
    authority = await makeAuthority();
    const server = createServer(await authority.issue(['localhost']), (request, response) => {
      if (request.url === '/hang') return undefined;
      if (request.url === '/elsewhere') return response.writeHead(302, { location: 'https://localhost:1/' }).end();
      if (request.url === '/large') return response.end('x'.repeat(2_000));
      if (request.url === '/none') return response.writeHead(204).end();
      return request.pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.address();
    origin = `https://localhost:${typeof address === 'object' && address ? address.port : 0}`;
    stop = () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
  });
  after(() => stop());
  const fetching = (more: Partial<Parameters<typeof fetchThrough>[0]> = {}): Fetch =>
    fetchThrough({ egress: openEgress({ egressNetworks: ['127.0.0.0/8', '::1'] }), authorities: authority.cert, limits, ...more });

  it('sends a form and gives the answer', async () => {
    const answer = await fetching()(`${origin}/echo?x=1`, { method: 'POST', body: new URLSearchParams({ a: 'ü&b' }) });
    assert.deepEqual([answer.status, await answer.text()], [200, 'a=%C3%BC%26b']);
    assert.equal((await fetching()(`${origin}/none`, {})).status, 204);
  });
  it('follows nobody elsewhere', async () => assert.equal((await fetching()(`${origin}/elsewhere`, {})).status, 302));
  it('reads no more than it may', async () => assert.rejects(fetching()(`${origin}/large`, {}), /More than 1000 bytes/));
  it('waits no longer than it may', async () => {
    // Wherever a busy machine is by then.
    await assert.rejects(fetching({ limits: { ...limits, milliseconds: 300 } })(`${origin}/hang`, {}), /within 300 ms/);
  });
  it('speaks to nobody who is not trusted, and in the clear to nobody', async () => {
    await assert.rejects(fetching({ authorities: (await makeAuthority()).cert })(`${origin}/`, {}), TlsFault);
    for (const url of ['http://localhost/', 'file:///etc/passwd', 'ftp://localhost/']) await assert.rejects(fetching()(url, {}), EgressFault, url);
  });
  it('goes nowhere that egress does not', async () =>
    assert.rejects(fetching({ egress: openEgress({ egressNetworks: [] }) })(`${origin}/`, {}), /private network/));
});
