// What the outside may ask about second factors: a user's own, those of another, and the rule that says of whom they are asked.
// Imported by the browser; imports contracts only. Knows no rule.
import { type Static, Type } from 'typebox';
import { closed, Id, Moment, MomentOrNever, Nothing, oneOf, operation, text, Version } from '#contract.ts';
import { section, sectionOperations } from '#settings/contract.ts';

export const factorKinds = ['totp', 'passkey'] as const;
export const Factor = closed({
  id: Id,
  kind: oneOf(factorKinds, { description: 'totp = an authenticator app (RFC 6238), passkey = WebAuthn' }),
  name: Type.String(),
  createdAt: Moment,
  lastUsedAt: MomentOrNever,
  /** Its counter went backwards, as that of a copy does: it lets nobody in until it is taken away and added anew. */
  suspended: Type.Boolean(),
});
export type Factor = Static<typeof Factor>;
export const factorsMax = 20;
export const recoveryCodesAtOnce = 10;

// ── Of whom they are asked ──

export const signInRule = section('sign-in', {
  secondFactor: oneOf(['optional', 'required'], {
    default: 'optional',
    description: 'required = every person needs one; optional = whoever has one, and those below',
  }),
  requiredRoles: Type.Array(Id, { default: [], maxItems: 200, uniqueItems: true, description: 'whoever holds one of these roles needs one' }),
  requiredStores: Type.Array(Id, { default: [], maxItems: 200, uniqueItems: true, description: 'every person of these stores needs one' }),
  trustedNetworks: Type.Array(text(64), {
    default: [],
    maxItems: 200,
    uniqueItems: true,
    description: 'networks such as 10.0.0.0/8, from where nobody needs one who has none',
  }),
  rememberDays: Type.Integer({
    minimum: 0,
    maximum: 90,
    default: 0,
    description: 'a browser may be remembered for so long, and is not asked again; 0 = never',
  }),
  mailCodes: Type.Boolean({
    default: false,
    description: 'whoever needs a second factor and has none may show a code that is sent to his confirmed address instead',
  }),
  passkeysAlone: Type.Boolean({ default: true, description: 'a passkey that has verified its user signs in without a password' }),
});
export type SignInRule = Static<(typeof signInRule)['fields']>;
export const signInRuleOperations = sectionOperations(signInRule, {
  needs: '/permission/admin/configure/security/signin',
  show: 'Of whom a second factor is asked, and where.',
  change: 'Say of whom a second factor is asked. Whoever needs one and has none adds it at his next sign-in.',
  refusals: ['version.stale', 'role.missing', 'store.missing'],
});

const Credential = Type.String({ maxLength: 16_384, description: 'JSON of what `toJSON()` of the browser’s `PublicKeyCredential` gives' });

// ── One's own ──

const Current = Type.String({ maxLength: 1024, description: 'his password, shown again' });
const Code = Type.String({ maxLength: 64, description: '6 digits of the app' });
const Codes = Type.Array(Type.String(), { description: 'recovery codes, each good for one sign-in; shown this once' });

export const myFactors = operation({
  name: 'me.factors',
  method: 'GET',
  personal: true,
  path: '/me/factors',
  summary: 'My second factors, and how many recovery codes are left.',
  needs: 'self',
  input: closed({}),
  output: closed({ items: Type.Array(Factor), recoveryCodes: Type.Integer(), required: Type.Boolean() }),
});
export const beginTotp = operation({
  name: 'me.begin-totp',
  method: 'POST',
  path: '/me/factors/totp',
  summary: 'Begin with an authenticator app: its secret, as text and as a QR code. It counts once a code of it was typed, within 15 minutes.',
  needs: 'self',
  input: closed({ name: text(60, { minLength: 1 }), current: Current }),
  output: closed({ id: Id, secret: Type.String(), uri: Type.String(), qr: Type.String({ description: 'SVG' }) }),
  secret: ['current', 'secret', 'uri', 'qr'],
  refusals: ['password.wrong', 'signin.throttled', 'factor.too-many', 'factor.prove-first'],
});
export const confirmTotp = operation({
  name: 'me.confirm-totp',
  method: 'POST',
  path: '/me/factors/{factor}/confirm',
  summary: 'Type a code of the new app: from now on it is asked for. The first factor also makes recovery codes.',
  needs: 'self',
  input: closed({ factor: Id, code: Code }),
  output: closed({ recoveryCodes: Codes }),
  secret: ['code', 'recoveryCodes'],
  refusals: ['factor.missing', 'factor.refused', 'signin.throttled'],
});
export const beginPasskey = operation({
  name: 'me.begin-passkey',
  method: 'POST',
  path: '/me/factors/passkey',
  summary: 'Begin with a passkey: what the browser needs to make one (WebAuthn Level 3, §5.4).',
  needs: 'self',
  input: closed({ current: Current }),
  output: closed({ options: Type.Record(Type.String(), Type.Unknown()), ceremony: Type.String() }),
  secret: ['current', 'ceremony'],
  refusals: ['password.wrong', 'signin.throttled', 'factor.too-many', 'factor.prove-first', 'passkey.nowhere'],
});
export const addPasskey = operation({
  name: 'me.add-passkey',
  method: 'POST',
  path: '/me/factors/passkey/confirm',
  summary: 'Add the passkey that the browser has made.',
  needs: 'self',
  input: closed({
    name: text(60, { minLength: 1 }),
    ceremony: Type.String({ maxLength: 1024 }),
    response: Credential,
  }),
  output: closed({ factor: Factor, recoveryCodes: Codes }),
  secret: ['ceremony', 'response', 'recoveryCodes'],
  refusals: ['passkey.refused', 'passkey.nowhere', 'factor.too-many', 'factor.prove-first'],
});
export const removeMyFactor = operation({
  name: 'me.remove-factor',
  method: 'POST',
  path: '/me/factors/{factor}/remove',
  summary: 'Take one of my second factors away.',
  needs: 'self',
  input: closed({ factor: Id, current: Current }),
  output: Nothing,
  secret: ['current'],
  refusals: ['password.wrong', 'signin.throttled', 'factor.missing', 'factor.last', 'factor.prove-first'],
});
export const renewRecoveryCodes = operation({
  name: 'me.renew-recovery-codes',
  method: 'POST',
  path: '/me/recovery-codes',
  summary: 'Make new recovery codes; those of before are worth nothing any more.',
  needs: 'self',
  input: closed({ current: Current }),
  output: closed({ recoveryCodes: Codes }),
  secret: ['current', 'recoveryCodes'],
  refusals: ['password.wrong', 'signin.throttled', 'factor.missing', 'factor.prove-first'],
});
export const proveFactor = operation({
  name: 'me.prove-factor',
  method: 'POST',
  path: '/me/prove-factor',
  summary: 'Prove my second factor in this session, with a code of my app, or a recovery code: before a factor is added or taken away.',
  needs: 'self',
  input: closed({ code: Code }),
  output: Nothing,
  secret: ['code'],
  refusals: ['factor.refused', 'factor.missing', 'signin.throttled'],
});

// ── Those of another ──

const U = '/permission/admin/manage/identity/usermgt' as const;
const target = { kind: 'user', field: 'id' } as const;
export const factorsOfUser = operation({
  name: 'users.factors',
  method: 'GET',
  path: '/users/{id}/factors',
  summary: 'Second factors of a user; never their secrets.',
  needs: `${U}/view`,
  target,
  input: closed({ id: Id }),
  output: closed({ items: Type.Array(Factor), recoveryCodes: Type.Integer(), required: Type.Boolean() }),
});
export const resetFactors = operation({
  name: 'users.reset-factors',
  method: 'POST',
  path: '/users/{id}/reset-factors',
  summary: 'Take all second factors and recovery codes of a user away, for somebody who has lost them; his sessions end.',
  needs: '/permission/admin/manage/identity/passwords',
  dangerous: true,
  target: { ...target, acts: true },
  input: closed({ id: Id, version: Type.Optional(Version), reason: Type.Optional(text(200)) }),
  output: closed({ factors: Type.Integer(), recoveryCodes: Type.Integer(), ended: closed({ sessions: Type.Integer(), tokens: Type.Integer() }) }),
  refusals: ['self.refused', 'target.holds-more', 'version.stale', 'factor.missing'],
});

export const factorOperations = [
  signInRuleOperations.show,
  signInRuleOperations.change,
  myFactors,
  beginTotp,
  confirmTotp,
  beginPasskey,
  addPasskey,
  removeMyFactor,
  renewRecoveryCodes,
  proveFactor,
  factorsOfUser,
  resetFactors,
] as const;
