// The words of fields: what is wrong with them, and passwords.
import { said } from './language.ts';
export const form = said('form', {
  invalid: 'This does not fit.',
  needed: 'This is needed.',
  faults: {
    minLength: (limit: number) => (limit <= 1 ? 'This is needed.' : `At least ${limit} characters.`),
    maxLength: (limit: number) => `At most ${limit} characters.`,
    pattern: () => 'This contains characters that cannot be used here.',
    minimum: (limit: number) => `At least ${limit}.`,
    maximum: (limit: number) => `At most ${limit}.`,
    enum: () => 'Choose one of the list.',
    required: () => 'This is needed.',
  } as Readonly<Record<string, (limit: number) => string>>,
  optional: 'optional',
  from: 'From',
  until: 'Until',
  datesReversed: 'The end must lie after the start.',
} as const);

export const password = said('password', {
  label: 'Password',
  repeat: 'Repeat the password',
  differ: 'The two do not match.',
  typed: 'Type one',
  generated: 'Generate one',
  none: 'None',
  how: 'How the password is set',
  generatedSays: 'Reeve makes a strong password and shows it once, when you finish.',
  noneSays: 'Without a password it signs in with API tokens only.',
  noSecret: 'Give it an API token from its own page afterwards.',
  mustChange: 'Must choose his own at the next sign-in',
  mustChangeSays: 'The temporary password works for 24 hours.',
  mustChangeThere: 'How long the temporary password works is for its store to say.',
  rule: 'The password rule',
  strength: 'How hard it is to guess',
  strengthIs: (strength: string) => `Hard to guess: ${strength}`,
} as const);
