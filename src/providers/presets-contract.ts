// The providers that people know: where they are, what is asked of them, and what they are odd in, as data. Imported by the browser, which begins a form with it.
// `open-id` = by discovery (OpenID Connect Discovery 1.0); `oauth` = OAuth 2.0 alone: the subject comes from what the provider answers with its access token.
export const presetIds = ['oidc', 'google', 'microsoft', 'apple', 'github', 'gitlab', 'facebook', 'linkedin'] as const;
export type PresetId = (typeof presetIds)[number];

/** Fixed addresses; nobody types them. */
type OAuthPlaces = {
  readonly issuer: string;
  readonly authorize: string;
  readonly token: string;
  readonly who: string;
  /** A list of addresses beside, each with whether it is verified. */
  readonly mails?: string;
  /** The field of the answer that never changes and is never another's. */
  readonly subject: string;
};
export type Preset = {
  readonly title: string;
  readonly scopes: string;
  /** '' = a person types it. `{tenant}` is for him to fill in. */
  readonly issuer: string;
  /** Whether the issuer may be another one: a company's own. */
  readonly ownIssuer: boolean;
  readonly kind: 'open-id' | 'oauth';
  readonly places?: OAuthPlaces;
  /** It comes back by a form of its own (OAuth 2.0 Form Post Response Mode). */
  readonly formPost?: true;
  /** Its secret is a key that signs a short-lived one (Apple). */
  readonly signedSecret?: true;
  /** It does not know PKCE (RFC 7636), and refuses or drops it. */
  readonly noPkce?: true;
  /** It refuses whoever sends `prompt=login`. */
  readonly noLoginPrompt?: true;
  /** What it says of addresses is never proof: others can have it say theirs (Microsoft Entra: the `email` claim is what an administrator typed). */
  readonly mailUnproved?: true;
  /** Every address that it gives was verified, although it does not say so. */
  readonly mailProved?: true;
  /** Which claim makes a user name. */
  readonly nameClaim: string;
  readonly attributes: readonly { readonly claim: string; readonly field: string }[];
};

const names = [
  { claim: 'given_name', field: 'givenName' },
  { claim: 'family_name', field: 'familyName' },
  { claim: 'name', field: 'shownName' },
] as const;
const shownOnly = [{ claim: 'name', field: 'shownName' }] as const;
const openId = { kind: 'open-id', scopes: 'openid profile email', issuer: '', ownIssuer: false, nameClaim: 'email', attributes: names } as const;

export const presets: Readonly<Record<PresetId, Preset>> = {
  oidc: { ...openId, title: 'OpenID Connect', ownIssuer: true, nameClaim: 'preferred_username' },
  google: { ...openId, title: 'Google', issuer: 'https://accounts.google.com', noLoginPrompt: true },
  microsoft: {
    ...openId,
    title: 'Microsoft',
    issuer: 'https://login.microsoftonline.com/{tenant}/v2.0',
    ownIssuer: true,
    nameClaim: 'preferred_username',
    mailUnproved: true,
  },
  apple: {
    ...openId,
    title: 'Apple',
    issuer: 'https://appleid.apple.com',
    scopes: 'openid name email',
    formPost: true,
    signedSecret: true,
    attributes: [],
  },
  gitlab: { ...openId, title: 'GitLab', issuer: 'https://gitlab.com', ownIssuer: true, nameClaim: 'preferred_username', attributes: shownOnly },
  github: {
    ...openId,
    title: 'GitHub',
    kind: 'oauth',
    scopes: 'read:user user:email',
    places: {
      issuer: 'https://github.com',
      authorize: 'https://github.com/login/oauth/authorize',
      token: 'https://github.com/login/oauth/access_token',
      who: 'https://api.github.com/user',
      mails: 'https://api.github.com/user/emails',
      subject: 'id',
    },
    nameClaim: 'login',
    attributes: shownOnly,
  },
  facebook: {
    ...openId,
    title: 'Facebook',
    kind: 'oauth',
    scopes: 'public_profile email',
    places: {
      issuer: 'https://www.facebook.com',
      authorize: 'https://www.facebook.com/dialog/oauth',
      token: 'https://graph.facebook.com/oauth/access_token',
      who: 'https://graph.facebook.com/me?fields=id,name,first_name,last_name,email',
      subject: 'id',
    },
    mailUnproved: true,
    nameClaim: 'email',
    attributes: [{ claim: 'first_name', field: 'givenName' }, { claim: 'last_name', field: 'familyName' }, ...shownOnly],
  },
  linkedin: {
    ...openId,
    title: 'LinkedIn',
    // Its ID tokens carry no nonce, so they prove nothing of this sign-in: who it is comes with the access token.
    kind: 'oauth',
    places: {
      issuer: 'https://www.linkedin.com/oauth',
      authorize: 'https://www.linkedin.com/oauth/v2/authorization',
      token: 'https://www.linkedin.com/oauth/v2/accessToken',
      who: 'https://api.linkedin.com/v2/userinfo',
      subject: 'sub',
    },
    noPkce: true,
  },
};
