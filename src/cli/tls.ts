// `reeve tls`: a certificate authority of this Reeve's own, so that browsers trust its certificate without one being bought.
// Loaded by src/cli/commands.ts. What an authority is, src/certificate/ knows.
import { resolve } from 'node:path';
import type { LocalAuthority } from '#certificate/local-authority.ts';
import type { Config } from '#config.ts';
import { parseAddress } from '#network.ts';
import { type Command, command as declare, UsageFault } from './arguments.ts';
import { CommandFault, exitCodes } from './exit-codes.ts';
import { momentText } from './moments.ts';
import type { Output } from './output.ts';
import { waysToTrust } from './tls/ways-to-trust.ts';

export const command: Command = declare({
  name: 'tls',
  summary: 'Make a certificate authority of this Reeve’s own and a certificate signed by it, and say how to trust it.',
  usage: '[NAME…]',
  flags: { replace: { type: 'boolean', summary: 'Make another authority in place of the one before. Everybody has to trust it anew.' } },
  more: 'NAME: more hosts or addresses by which browsers reach this Reeve; those of base_url and of this machine always count. The authority can vouch for these and for names below them, and for no others. Repeated, it keeps what is there. A server that runs takes the certificate within seconds, and renews it by itself.',
  run: async ({ config: read, output, flags, operands, remote }) => {
    if (remote) throw new UsageFault('An authority is made on the host itself, not with --url.');
    const config = read();
    refuseWhatIsGiven(config);
    const made = await make(config, { names: operands.map(nameOf), replace: flags.replace, clock: Date.now });
    show(output, config, made);
    return exitCodes.done;
  },
});

/** What an operator has configured stays as it is: Reeve's own would not be served. */
function refuseWhatIsGiven({ tls, tlsCert }: Config) {
  if (tls === 'off') throw new CommandFault(exitCodes.configuration, 'TLS is off (REEVE_TLS): whatever is in front of Reeve shows its own certificate.');
  if (tlsCert !== '')
    throw new CommandFault(
      exitCodes.configuration,
      `The server shows the certificate in ${tlsCert} (tls_cert). Take tls_cert and tls_key out to use one of Reeve’s.`,
    );
}

/** A host or an address; neither a URL nor a wildcard. */
function nameOf(text: string): string {
  const name = text.toLowerCase();
  if (parseAddress(name) || /^(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/.test(name)) return name;
  throw new UsageFault(`${JSON.stringify(text)} is neither a host’s name nor an address. Write it as in users.example.com or 192.0.2.10.`);
}

type Making = { readonly names: readonly string[]; readonly replace: boolean; readonly clock: () => number };

async function make(config: Config, { names, replace, clock }: Making): Promise<LocalAuthority> {
  const [{ localAuthority }, { CertificateFault }, { hostNames, reachedBy }, { prepareDataFolder }] = await Promise.all([
    import('#certificate/local-authority.ts'),
    import('#certificate/fault.ts'),
    import('#certificate/own.ts'),
    import('#start-faults.ts'),
  ]);
  prepareDataFolder(config);
  try {
    return await localAuthority(config.data, { wanted: [...names, ...reachedBy(config.baseUrl)], host: hostNames(config.baseUrl), replace, now: clock() });
  } catch (fault) {
    if (!(fault instanceof CertificateFault)) throw fault;
    throw new CommandFault(exitCodes.no, `${fault.message} Make another authority with "reeve tls --replace"; everybody has to trust it anew.`);
  }
}

function show(output: Output, config: Config, { authority, server, isNew, names, path }: LocalAuthority) {
  const file = resolve(path);
  const url = `${config.baseUrl || `https://localhost:${config.port}`}/reeve-authority.crt`;
  const ways = waysToTrust({ file, url });
  const facts = { isNew, file, url, names, fingerprint256: authority.fingerprint256, endsAt: authority.endsAt, serverEndsAt: server.endsAt };
  output.record(
    {
      authority: `${isNew ? 'made' : 'kept'}: ${file}`,
      'vouches for': names.join(', '),
      'SHA-256': authority.fingerprint256,
      ends: momentText(authority.endsAt),
      'server certificate ends': `${momentText(server.endsAt)}, renewed before by the server`,
    },
    { ...facts, ways: Object.fromEntries(ways) },
  );
  output.line();
  output.line('Trust it on each device, and compare the SHA-256 where it is shown:');
  for (const [system, way] of ways) output.line(`  ${output.paint('bold', system)}\n    ${way}`);
}
