// The words of every wizard.
import { said } from './language.ts';
export const wizard = said('wizard', {
  steps: 'Steps',
  next: 'Next',
  back: 'Back',
  finish: 'Finish',
  summary: 'What will be made',
  step: (number: number, count: number) => `Step ${number} of ${count}`,
} as const);
