// What the outside may ask about one's own profile: what the schema lets everybody see and change of himself, what is kept of him, and ending what others opened.
// Imported by the browser; imports contracts only. Knows no rule.
import { type Static, Type } from 'typebox';
import { attributeTypes, attributeValuesMax } from '#attributes/contract.ts';
import { closed, oneOf, operation, Version } from '#contract.ts';

/** One attribute of mine, as a form asks for it. */
export const MyField = closed({
  name: Type.String(),
  title: Type.String(),
  help: Type.String(),
  type: oneOf(attributeTypes),
  choices: Type.Array(Type.String()),
  valuesMax: Type.Integer(),
  required: Type.Boolean(),
  mayChange: Type.Boolean(),
  values: Type.Array(Type.String()),
});
export type MyField = Static<typeof MyField>;

export const myProfile = operation({
  name: 'me.profile',
  method: 'GET',
  personal: true,
  path: '/me/profile',
  summary: 'My own attributes: those that I may see, and which of them I may change.',
  needs: 'self',
  input: closed({}),
  output: closed({ version: Version, fields: Type.Array(MyField) }),
});
export const updateMyProfile = operation({
  name: 'me.update-profile',
  method: 'PATCH',
  path: '/me/profile',
  summary: 'Change my own attributes, those that I may; what is absent stays, and an empty list takes one away.',
  needs: 'self',
  input: closed({
    version: Type.Optional(Version),
    current: Type.Optional(
      Type.String({ maxLength: 1024, description: 'his password, shown again: needed where the mail address changes, which a password can be recovered by' }),
    ),
    values: Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,63}$' }), Type.Array(Type.String({ maxLength: 2000 }), { maxItems: attributeValuesMax }), {
      // Without this a name that does not fit the pattern would be let through unchecked.
      additionalProperties: false,
    }),
  }),
  output: closed({ version: Version, fields: Type.Array(MyField) }),
  secret: ['current'],
  refusals: [
    'version.stale',
    'attribute.missing',
    'attribute.invalid',
    'attribute.taken',
    'mail.taken',
    'token.narrowed',
    'store.read-only',
    'password.wrong',
    'account.sign-in-anew',
    'factor.prove-first',
  ],
});

/** `anything` = as the operations that show each of it. */
const anything = Type.Array(Type.Unknown());
export const myData = operation({
  name: 'me.data',
  method: 'GET',
  personal: true,
  path: '/me/data',
  summary:
    'Everything that is kept about me, as one document: profile, roles, groups, sessions, tokens, second factors, linked accounts, requests, terms accepted, sign-ins, and what was changed about me. No secrets.',
  needs: 'self',
  input: closed({}),
  output: closed({
    madeAt: Type.Integer(),
    profile: Type.Unknown(),
    roles: anything,
    groups: anything,
    sessions: anything,
    tokens: anything,
    factors: anything,
    requests: anything,
    terms: anything,
    accounts: anything,
    signIns: anything,
    changes: anything,
  }),
});
export const endEverything = operation({
  name: 'me.end-everything',
  method: 'POST',
  path: '/me/end-everything',
  summary: 'That was not me: everything that I am signed in with ends, here as everywhere, tokens too, and no browser is remembered.',
  needs: 'self',
  input: closed({}),
  output: closed({ ended: closed({ sessions: Type.Integer(), tokens: Type.Integer() }) }),
  refusals: ['token.narrowed'],
});
export const myOperations = [myProfile, updateMyProfile, myData, endEverything] as const;
