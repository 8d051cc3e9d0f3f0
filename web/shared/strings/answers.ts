// The words of answers to "may he?": yes through what, or no and what is missing.
import { said } from './language.ts';

export const answers = said('answers', {
  yes: 'He may.',
  some: 'He may, but only on some.',
  no: 'He may not.',
  through: (role: string) => `Role ${role}`,
  by: (path: string) => `covered by ${path}`,
  until: (term: string) => `counts ${term}`,
  looking: 'Looking …',
  on: 'On whom (may be empty)',
  missing: {
    'user.locked': () => 'He is locked.',
    'user.disabled': () => 'He is disabled.',
    'user.ended': () => 'His time has ended.',
    'user.not-yet': () => 'He may not act yet: his time has not begun.',
    'user.pending': () => 'He still waits for something before he may act.',
    'user.deleted': () => 'He is deleted.',
    'role.none': (role: string, path: string) =>
      role ? `${role} would give it, and he does not hold that role.` : `No role but admin holds ${path}. Add it to one.`,
    'role.denied': (role: string, path: string) => `${role} denies ${path}.`,
    'role.not-yet': (role: string, _: string, when: string) => `He holds ${role} only from ${when}.`,
    'role.ended': (role: string, _: string, when: string) => `He held ${role} until ${when}.`,
    'scope.outside': (role: string) => `${role} was given to him within a scope, and this lies outside it.`,
    'scope.target': (role: string) => `${role} was given to him on some only: say on whom.`,
  } as Readonly<Record<string, (role: string, path: string, when: string) => string>>,
  tree: {
    count: (count: string) => `${count} allowed`,
    some: 'only on some',
    why: 'Why?',
    whole: 'Every permission, lit where he may use it now, with all roles taken together. Each says why.',
  },
  could: {
    title: 'Could he…?',
    says: 'Any permission: how he comes to it, or what is missing.',
    nothing: 'Choose a permission.',
  },
} as const);
