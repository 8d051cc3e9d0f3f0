// The words of every wizard.
export const wizard = {
  steps: 'Steps',
  next: 'Next',
  back: 'Back',
  finish: 'Finish',
  summary: 'What will be made',
  step: (number: number, count: number) => `Step ${number} of ${count}`,
} as const;
