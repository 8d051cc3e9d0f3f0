// How each system is told to trust an authority: a command to copy, or where to look for the switch.
// Called by src/cli/tls.ts. Knows no certificate.

type Where = {
  /** The authority's certificate on this host. */
  readonly file: string;
  /** Where a phone loads it from. */
  readonly url: string;
};

/** System by system. Those that need a file take it from this host. */
export const waysToTrust = ({ file, url }: Where): readonly (readonly [system: string, way: string])[] => [
  ['Debian, Ubuntu', `sudo cp ${file} /usr/local/share/ca-certificates/reeve-authority.crt && sudo update-ca-certificates`],
  ['Fedora, RHEL', `sudo cp ${file} /etc/pki/ca-trust/source/anchors/reeve-authority.pem && sudo update-ca-trust`],
  ['Chrome on Linux', `certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n "Reeve authority" -i ${file}   (certutil: libnss3-tools, nss-tools)`],
  ['macOS', `sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain ${file}`],
  ['Windows', `certutil -addstore -f Root ${file}   (as an administrator)`],
  ['Firefox', 'Settings › Privacy & Security › View Certificates › Authorities › Import; tick websites. On Windows and macOS it asks the system.'],
  ['iPhone, iPad', `Open ${url} in Safari. Settings › Profile Downloaded › Install, then General › About › Certificate Trust Settings.`],
  ['Android', `Open ${url}. Settings › Security › Encryption & credentials › Install a certificate › CA certificate.`],
  ['reeve --url', `--ca ${file}, or REEVE_CA`],
];
