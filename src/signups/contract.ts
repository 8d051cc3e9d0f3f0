// What the outside may ask about sign-up: how it is set, and inviting somebody to it. Signing up itself is pages, not operations.
// Imported by the browser; imports nothing of the house but contracts. Knows no rule.
import { type Static, Type } from 'typebox';
import { closed, Id, Moment, oneOf, operation, text } from '#contract.ts';
import { mailLanguages } from '#mail/contract.ts';
import { section, sectionOperations } from '#settings/contract.ts';
import { addUser } from '#users/contract.ts';

/** invitation: only by a link that an administrator has sent. */
export const signUpModes = ['off', 'open', 'invitation'] as const;

export const signUpSection = section('sign-up', {
  mode: oneOf(signUpModes, { default: 'off' }),
  approval: Type.Boolean({ default: true, description: 'whoever signs up waits until somebody lets him in' }),
  fields: Type.Array(Type.String({ maxLength: 64 }), {
    default: [],
    maxItems: 30,
    description: 'attributes that are asked for beside the required ones; only those that users may change themselves',
  }),
  termsText: Type.String({ default: '', maxLength: 20_000 }),
  termsLink: text(500, { default: '', description: 'https://…' }),
  termsVersion: text(40, { default: '', description: 'kept with whoever accepts them' }),
  mailDomains: Type.Array(text(253), { default: [], maxItems: 200, description: 'empty = any' }),
  roles: Type.Array(Id, { default: [], maxItems: 20, description: 'given to whoever signs up; none that is administrative' }),
});
export type SignUpRule = Static<typeof signUpSection.fields>;

const rule = sectionOperations(signUpSection, {
  needs: '/permission/admin/configure/security/signin',
  show: 'Who may sign up, what is asked of him, and what he gets.',
  change: 'Set who may sign up, what is asked of him, and what he gets.',
  refusals: ['sign-up.unfit', 'mail.not-set-up', 'version.stale', 'scope.too-wide'],
});
export const showSignUpRule = operation({
  ...rule.show,
  output: closed({
    ...rule.show.output.properties,
    /** Whether anybody can sign up now; and why not, though it is on. */
    offered: Type.Boolean(),
    lacks: Type.String(),
  }),
});
export const changeSignUpRule = operation({ ...rule.change, output: showSignUpRule.output });

export const inviteToSignUp = operation({
  name: 'sign-up.invite',
  method: 'POST',
  path: '/sign-up/invitations',
  summary: 'Send somebody who has no account a mail with a link by which he signs up.',
  needs: addUser.needs,
  input: closed({ mail: Type.String({ minLength: 3, maxLength: 254 }), language: Type.Optional(oneOf(mailLanguages)) }),
  output: closed({ to: Type.String(), endsAt: Moment }),
  refusals: ['sign-up.not-offered', 'sign-up.known', 'attribute.invalid', 'mail.full', 'limit.reached', 'scope.too-wide'],
});

export const signUpOperations = [showSignUpRule, changeSignUpRule, inviteToSignUp] as const;
