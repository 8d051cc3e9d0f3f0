// What the outside may ask about proving again who one is (step-up): the rule, what may be shown, and showing it.
// Imported by the browser; imports contracts only. Knows no rule.
import { Type } from 'typebox';
import { closed, MomentOrNever, Nothing, oneOf, operation } from '#contract.ts';
import { section, sectionOperations } from '#settings/contract.ts';

export const proofMinutesMax = 1440;
export const proofRule = section('proof', {
  minutes: Type.Integer({
    minimum: 0,
    maximum: proofMinutesMax,
    default: 30,
    description: 'dangerous operations want a proof no older than this from whoever is signed in with a browser; 0 = they want none',
  }),
});
export const proofRuleOperations = sectionOperations(proofRule, {
  needs: '/permission/admin/configure/security/signin',
  show: 'How old a proof of who one is may be before a dangerous operation asks for another.',
  change: 'Say how old a proof of who one is may be before a dangerous operation asks for another.',
  refusals: ['version.stale'],
});

/** What somebody may show: one of these is enough. */
export const proofWays = ['passkey', 'code', 'password', 'provider'] as const;
export type ProofWay = (typeof proofWays)[number];

const Current = Type.String({ maxLength: 1024, description: 'his password, shown again' });

export const myProof = operation({
  name: 'me.proof',
  method: 'GET',
  personal: true,
  path: '/me/proof',
  summary: 'What may I show to prove again who I am, and until when does my last proof hold?',
  needs: 'self',
  input: closed({}),
  output: closed({
    ways: Type.Array(oneOf(proofWays), { description: 'one is enough; none = he has nothing to show: somebody has to give him a password' }),
    providers: Type.Array(closed({ provider: Type.String({ description: 'its short name' }), name: Type.String() }), {
      description: 'where he may sign in anew, if that is his way',
    }),
    until: { ...MomentOrNever, description: 'milliseconds since 1970-01-01T00:00Z; 0 = it is asked for now' },
  }),
});
export const provePassword = operation({
  name: 'me.prove-password',
  method: 'POST',
  path: '/me/proof',
  summary: 'Prove again who I am, by my password. Whoever has a second factor shows that instead.',
  needs: 'self',
  input: closed({ current: Current }),
  output: Nothing,
  secret: ['current'],
  refusals: ['password.wrong', 'signin.throttled', 'factor.prove-first', 'factor.session-needed'],
});
export const beginPasskeyProof = operation({
  name: 'me.begin-passkey-proof',
  method: 'POST',
  path: '/me/proof/passkey',
  summary: 'What the browser needs to show a passkey of mine (WebAuthn Level 3, §7.2).',
  needs: 'self',
  input: closed({}),
  output: closed({ options: Type.Record(Type.String(), Type.Unknown()), ceremony: Type.String() }),
  secret: ['ceremony'],
  refusals: ['factor.missing', 'factor.session-needed'],
});
export const provePasskey = operation({
  name: 'me.prove-passkey',
  method: 'POST',
  path: '/me/proof/passkey/confirm',
  summary: 'Prove again who I am, by a passkey.',
  needs: 'self',
  input: closed({
    ceremony: Type.String({ maxLength: 1024 }),
    response: Type.String({ maxLength: 16_384, description: 'JSON of what `toJSON()` of the browser’s `PublicKeyCredential` gives' }),
  }),
  output: Nothing,
  secret: ['ceremony', 'response'],
  refusals: ['factor.refused', 'passkey.copied', 'signin.throttled', 'factor.session-needed'],
});

export const beginProviderProof = operation({
  name: 'me.begin-provider-proof',
  method: 'POST',
  path: '/me/proof/provider',
  summary: 'Where do I sign in anew, at an identity provider by which I come, to prove again who I am? For whoever has neither a password nor a second factor.',
  needs: 'self',
  input: closed({ provider: Type.String({ maxLength: 64, description: 'its short name' }) }),
  output: closed({ url: Type.String({ description: 'where the browser goes; it comes back to this session' }) }),
  secret: ['url'],
  refusals: ['account.missing', 'provider.off', 'provider.failed', 'provider.no-address', 'factor.session-needed'],
});

export const proofOperations = [
  proofRuleOperations.show,
  proofRuleOperations.change,
  myProof,
  provePassword,
  beginPasskeyProof,
  provePasskey,
  beginProviderProof,
] as const;
