// What the outside may ask about a password that somebody types for a user: how it stands to that user's rule, while it is typed.
// Imported by the browser; imports nothing of the house but contracts. Knows no rule.
import { Type } from 'typebox';
import { closed, Id, operation, text } from '#contract.ts';
import { Judgement } from '#passwords/rule-contract.ts';
import { addUser, resetPassword } from './contract.ts';

const password = Type.String({ maxLength: 1024 });

export const judgePassword = operation({
  name: 'users.judge-password',
  method: 'POST',
  reads: true,
  path: '/users/{id}/password/judge',
  summary: 'What the rule for a user says of a password, line by line; nothing is changed or kept.',
  needs: resetPassword.needs,
  target: { kind: 'user', field: 'id', acts: true },
  input: closed({ id: Id, password }),
  output: Judgement,
  secret: ['password'],
});
export const judgeNewPassword = operation({
  name: 'users.judge-new-password',
  method: 'POST',
  reads: true,
  path: '/users/judge-password',
  summary: 'What the rule says of a password for a user who is about to be added, line by line; nothing is changed or kept.',
  needs: addUser.needs,
  input: closed({
    password,
    domain: Type.Optional(Type.String({ maxLength: 64, description: 'user store; default PRIMARY' })),
    // As far as they are typed: what they will have to be, adding says.
    userName: Type.Optional(text(255)),
    mail: Type.Optional(text(320)),
    shownName: Type.Optional(text(255)),
  }),
  output: Judgement,
  secret: ['password'],
  refusals: ['store.missing'],
});
export const userPasswordOperations = [judgePassword, judgeNewPassword] as const;
