import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { EgressFault, openEgress } from './egress.ts';

const refused = (host: string, networks: readonly string[], says: RegExp) =>
  assert.rejects(openEgress({ egressNetworks: networks }).resolve(host), (fault) => fault instanceof EgressFault && says.test(fault.message));

describe('Egress', () => {
  it('reaches no private or loopback network that is not listed', async () => {
    for (const host of [
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.9',
      '192.168.1.1',
      '100.64.0.1',
      '::1',
      '[::1]',
      'fd12::1',
      '::ffff:10.0.0.1',
      '64:ff9b::10.0.0.1',
      'localhost',
    ])
      await refused(host, [], /egress_networks/);
  });
  it('reaches the ones that are', async () => {
    const { resolve } = openEgress({ egressNetworks: ['127.0.0.0/8', '::1', '10.0.0.0/8'] });
    assert.equal(await resolve('127.0.0.1'), '127.0.0.1');
    assert.equal(await resolve('::ffff:10.0.0.1'), '10.0.0.1');
    assert.match(await resolve('localhost'), /^(127\.0\.0\.1|::1)$/);
  });
  it('reaches what is public', async () => assert.equal(await openEgress({ egressNetworks: [] }).resolve('192.0.2.7'), '192.0.2.7'));
  it('never reaches link-local and metadata addresses, even if somebody lists everything', async () => {
    for (const host of [
      '169.254.169.254',
      '168.63.129.16',
      '192.0.0.192',
      '0.0.0.0',
      'fe80::1',
      'fd00:ec2::254',
      '224.0.0.1',
      '::',
      '::ffff:169.254.169.254',
      '64:ff9b::a9fe:a9fe',
    ])
      await refused(host, ['0.0.0.0/0', '::/0'], /never/);
  });
  it('takes no address in a disguise that others may read differently', async () => {
    for (const host of ['2130706433', '0x7f000001', '0177.0.0.1', '127.1', 'a b', '', 'x'.repeat(300)]) await refused(host, ['0.0.0.0/0'], /no address/);
  });
  it('connects to the address it has checked, and says when nobody is there', async () => {
    const server = createServer((socket) => socket.end('here'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const egress = openEgress({ egressNetworks: ['127.0.0.1'] });
    const socket = await egress.connect({ host: '127.0.0.1', port }, 5_000);
    assert.equal((await socket.toArray()).join(''), 'here');
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(egress.connect({ host: '127.0.0.1', port }, 5_000), /ECONNREFUSED/);
  });
});
