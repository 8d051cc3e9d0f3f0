import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import test from 'node:test';
import fc from 'fast-check';
import { cases } from '../test/effort.ts';
import { clientAddress, formatAddress, inCidrs, networkOf, parseAddress, parseCidr } from './network.ts';

const networks: readonly (readonly [string, string])[] = [
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['::ffff:cb00:714d', '203.0.113.0/24'],
  ['2001:db8:0:12ff:1:2:3:4', '2001:db8:0:1200::/56'],
  ['2001:DB8::1', '2001:db8::/56'],
  ['fe80::1%eth0', 'fe80::/56'],
  ['::1', '::/56'],
  ['', 'unknown'],
  ['localhost', 'unknown'],
  ['203.0.113.077', 'unknown'],
  ['1.2.3', 'unknown'],
  ['0x7f.1.1.1', 'unknown'],
  ['1:2:3:4:5:6:7', 'unknown'],
  ['1::2::3', 'unknown'],
  ['1:2:3:4:5:6:7::8:9', 'unknown'],
  [':'.repeat(10_000), 'unknown'],
];
for (const [address, network] of networks) {
  test(`the network of ${address.slice(0, 40) || 'nothing'} is ${network}`, () => assert.equal(networkOf(address), network));
}

test('an address is in a network of its own family only', () => {
  assert.equal(inCidrs('10.9.8.7', ['192.0.2.0/24', '10.0.0.0/8']), true);
  assert.equal(inCidrs('::ffff:10.9.8.7', ['10.0.0.0/8']), true);
  assert.equal(inCidrs('10.9.8.7', ['::ffff:10.0.0.0/104']), true);
  assert.equal(inCidrs('::1', ['0.0.0.0/0']), false);
  assert.equal(inCidrs('2001:db8::1', ['2001:db8::/32']), true);
  assert.equal(inCidrs('192.0.2.1', ['192.0.2.1']), true);
  assert.equal(inCidrs('192.0.2.2', ['192.0.2.1']), false);
  assert.equal(inCidrs('192.0.2.2', []), false);
});

test('a network that cannot be read holds nobody', () => {
  for (const cidr of ['', '10.0.0.0/33', '10.1.2.3/8', '10.0.0.0/08', '10.0.0.0/-1', '10.0.0.0/8/8', 'everything', '::/129', '*']) {
    assert.equal(parseCidr(cidr), null, cidr);
    assert.equal(inCidrs('10.1.2.3', [cidr]), false, cidr);
  }
  assert.equal(inCidrs('nonsense', ['0.0.0.0/0', '::/0']), false);
});

const proxies = ['10.0.0.0/8', '::1'];
const chains: readonly (readonly [string, string | undefined, string | undefined, string])[] = [
  ['a stranger may not forward', '198.51.100.1', '1.1.1.1', '198.51.100.1'],
  ['no header', '10.0.0.1', undefined, '10.0.0.1'],
  ['an empty header', '10.0.0.1', '', '10.0.0.1'],
  ['one proxy', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['what the client claims to the left is not believed', '10.0.0.1', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
  ['two proxies', '::1', '203.0.113.9, 10.0.0.7', '203.0.113.9'],
  ['a request from one of the proxies themselves', '10.0.0.1', '10.0.0.9', '10.0.0.9'],
  ['with a port', '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
  ['IPv6 with a port', '10.0.0.1', '[2001:db8::9]:4711', '2001:db8::9'],
  ['IPv4 inside IPv6', '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['nonsense', '10.0.0.1', 'unknown', '10.0.0.1'],
  ['nonsense at the right', '10.0.0.1', '203.0.113.9, <script>', '10.0.0.1'],
  ['an empty entry', '10.0.0.1', '203.0.113.9,,', '10.0.0.1'],
  ['a chain without end', '10.0.0.1', Array(1000).fill('10.0.0.2').join(','), '10.0.0.1'],
  ['no socket address', undefined, '203.0.113.9', 'unknown'],
];
for (const [what, remote, header, client] of chains) {
  test(`whose request: ${what}`, () => assert.equal(clientAddress(remote, header, proxies), client));
}

const v4 = fc.ipV4();
const v6 = fc.ipV6();

test('every address reads back as it was written, and Node agrees that it is one', () => {
  fc.assert(
    fc.property(fc.oneof(v4, v6), (text) => {
      const address = parseAddress(text);
      assert.ok(address);
      const written = formatAddress(address);
      assert.ok(isIP(written) > 0);
      assert.deepEqual(parseAddress(written), address);
    }),
    { numRuns: cases(1000) },
  );
});

test('what Node does not take for an address is none', () => {
  const near = fc.string({ unit: fc.constantFrom('0', '1', '9', 'f', ':', '.', '%', 'x', ' '), maxLength: 24 });
  fc.assert(
    fc.property(near, (text) => {
      if (parseAddress(text)) assert.ok(isIP(text) > 0, text);
    }),
    { numRuns: cases(5000) },
  );
});

test('no header makes a request nobody’s, and none is believed from a stranger', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.oneof(v4, v6, fc.string())).map((hops) => hops.join(', ')),
      ),
      (header) => {
        assert.notEqual(clientAddress('10.0.0.1', header, proxies), 'unknown');
        assert.equal(clientAddress('198.51.100.1', header, proxies), '198.51.100.1');
      },
    ),
    { numRuns: cases(2000) },
  );
});

test('whatever a client writes first, the proxy’s own word about him stands', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(v4, v6, fc.string()), { maxLength: 5 }), (lies) => {
      const header = [...lies.map((lie) => lie.replaceAll(',', '')), '203.0.113.9'].join(', ');
      assert.equal(clientAddress('10.0.0.1', header, proxies), '203.0.113.9');
    }),
  );
});
