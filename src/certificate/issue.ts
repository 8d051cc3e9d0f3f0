// X.509: keys and certificates made here, of an authority and of a server (RFC 5280).
// Called by this room, and by tests that need certificates. Knows no file. The only user of its libraries, which cost 100 ms to load: load it only when something is made.
import { webcrypto } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { GeneralName, GeneralSubtree, GeneralSubtrees, id_ce_nameConstraints, NameConstraints } from '@peculiar/asn1-x509';
import * as x509 from '@peculiar/x509';
import { parseAddress } from '#network.ts';

/** PEM texts. */
export type Pair = { readonly key: string; readonly cert: string };
export type Lasting = { readonly from: number; readonly until: number };

const signing = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** `names`: the only hosts (with what lies below them) and addresses that it may vouch for. None = any. */
export async function issueAuthority(subject: string, lasting: Lasting, names: readonly string[] = []): Promise<Pair> {
  const keys = await newKeys();
  const cert = await x509.X509CertificateGenerator.createSelfSigned(
    {
      ...common(lasting),
      name: commonName(subject),
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        // Of an authority it says what may be issued below it: certificates of servers, and not of mails or programs.
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
        ...(names.length === 0 ? [] : [constraints(names)]),
      ],
    },
    webcrypto,
  );
  return { key: await pemOf(keys.privateKey), cert: cert.toString('pem') };
}

/** Signed by `issuer`, or by itself. The first name is its common name too. */
export async function issueServer(names: readonly string[], lasting: Lasting, issuer: Pair | null = null): Promise<Pair> {
  const keys = await newKeys();
  const subject = (names[0] ?? 'localhost').slice(0, commonNameMax);
  const above = issuer ? new x509.X509Certificate(issuer.cert) : null;
  const cert = await x509.X509CertificateGenerator.create(
    {
      ...common(lasting),
      subject: commonName(subject),
      issuer: above ? above.subjectName : commonName(subject),
      publicKey: keys.publicKey,
      signingKey: issuer ? await keyOf(issuer.key) : keys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: parseAddress(value) ? ('ip' as const) : ('dns' as const), value }))),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
        ...(above ? [await x509.AuthorityKeyIdentifierExtension.create(above.publicKey, false, webcrypto)] : []),
      ],
    },
    webcrypto,
  );
  return { key: await pemOf(keys.privateKey), cert: cert.toString('pem') };
}

/** The hosts and addresses that an authority made here may vouch for; empty = it may for any. */
export function namesAllowed(authority: string): readonly string[] {
  const extension = new x509.X509Certificate(authority).getExtension(id_ce_nameConstraints);
  if (!extension) return [];
  const { permittedSubtrees } = AsnConvert.parse(extension.value, NameConstraints);
  return [...(permittedSubtrees ?? [])].flatMap(({ base }) => base.dNSName ?? base.iPAddress?.replace(/\/\d+$/, '') ?? []);
}

/** Critical, as §4.2.1.10 has it: whoever cannot read it trusts nothing of this authority's. */
function constraints(names: readonly string[]): x509.Extension {
  const bases = names.map((name) => new GeneralSubtree({ base: new GeneralName(baseOf(name)) }));
  return new x509.Extension(id_ce_nameConstraints, true, AsnConvert.serialize(new NameConstraints({ permittedSubtrees: new GeneralSubtrees(bases) })));
}

/** One address, in the form that a subtree takes. */
function baseOf(name: string) {
  const address = parseAddress(name);
  return address ? { iPAddress: `${name}/${address.family === 4 ? 32 : 128}` } : { dNSName: name };
}

const commonNameMax = 64;
const commonName = (value: string) => new x509.Name([{ CN: [value] }]);
const serialBytes = 16;

/** A serial number must be positive: its first bit is 0, and its first byte is not. */
function serial(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(serialBytes));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}

const common = ({ from, until }: Lasting) => ({
  serialNumber: serial(),
  notBefore: new Date(from),
  notAfter: new Date(until),
  signingAlgorithm: signing,
});

const newKeys = () => webcrypto.subtle.generateKey(signing, true, ['sign', 'verify']);
const pemOf = async (key: webcrypto.CryptoKey) => `${x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
const keyOf = (pem: string) => webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), signing, false, ['sign']);
