// What the outside may ask about signing in: the rule for passwords, changing one's own, and what failures have slowed.
// Imported by the browser; imports nothing of the house but contracts. Knows no rule. Signing in itself is a page, not an operation.
import { Type } from 'typebox';
import { closed, Moment, MomentOrNever, Nothing, operation } from '#contract.ts';
import { Judgement } from '#passwords/rule-contract.ts';

export const passwordRule = operation({
  name: 'passwords.rule',
  method: 'GET',
  path: '/password-rule',
  summary: 'The rule in force for passwords, to be shown before typing.',
  needs: 'anyone',
  input: closed({}),
  output: closed({ lengthMin: Type.Integer(), lengthMax: Type.Integer(), says: Type.Array(Type.String()) }),
});
export const judgeMyPassword = operation({
  name: 'me.judge-password',
  method: 'POST',
  reads: true,
  path: '/me/password/judge',
  summary: 'What my rule says of a password, line by line; nothing is changed or kept.',
  needs: 'self',
  input: closed({ password: Type.String({ maxLength: 1024 }) }),
  output: Judgement,
  secret: ['password'],
});
export const changeMyPassword = operation({
  name: 'me.change-password',
  method: 'POST',
  path: '/me/password',
  summary: 'Change my password; my other sessions end.',
  needs: 'self',
  input: closed({ current: Type.String({ maxLength: 1024 }), password: Type.String({ maxLength: 1024 }) }),
  output: closed({ ended: closed({ sessions: Type.Integer(), tokens: Type.Integer() }) }),
  secret: ['current', 'password'],
  refusals: ['password.wrong', 'password.rejected', 'signin.throttled', 'account.sign-in-anew', 'factor.prove-first'],
});
export const showMyMail = operation({
  name: 'me.mail',
  method: 'GET',
  path: '/me/mail',
  summary: 'My mail address, and whether I have shown that it is mine.',
  needs: 'self',
  personal: true,
  input: closed({}),
  output: closed({ mail: Type.String(), verifiedAt: MomentOrNever, mayAsk: Type.Boolean() }),
});
export const verifyMyMail = operation({
  name: 'me.verify-mail',
  method: 'POST',
  path: '/me/mail/verification',
  summary: 'Send a link to my mail address, by which I show that it is mine.',
  needs: 'self',
  input: closed({}),
  output: closed({ to: Type.String(), endsAt: Moment }),
  refusals: ['mail.not-set-up', 'mail.full', 'verification.no-mail', 'recovery.throttled'],
});
export const signOut = operation({
  name: 'me.sign-out',
  method: 'POST',
  path: '/me/sign-out',
  summary: 'End this session.',
  needs: 'self',
  input: closed({}),
  output: Nothing,
});
export const listThrottled = operation({
  name: 'throttles.list',
  method: 'GET',
  path: '/throttles',
  summary: 'Who and which networks are being slowed after failures.',
  needs: '/permission/admin/manage/identity/usermgt/update',
  input: closed({}),
  output: closed({
    items: Type.Array(
      closed({
        key: Type.String(),
        says: Type.String(),
        /** Id of the user it is about; empty for none or nobody. */ userId: Type.String(),
        failures: Type.Integer(),
        until: Moment,
      }),
    ),
  }),
});
export const liftThrottle = operation({
  name: 'throttles.lift',
  method: 'POST',
  path: '/throttles/lift',
  summary: 'Lift what failures have slowed.',
  needs: '/permission/admin/manage/identity/usermgt/update',
  input: closed({ key: Type.String({ maxLength: 128 }) }),
  output: Nothing,
  refusals: ['self.refused', 'target.holds-more'],
});
export const authenticationOperations = [
  passwordRule,
  judgeMyPassword,
  changeMyPassword,
  showMyMail,
  verifyMyMail,
  signOut,
  listThrottled,
  liftThrottle,
] as const;
