import type { wizard as english } from '../wizard.ts';

export const wizard: typeof english = {
  steps: 'Schritte',
  next: 'Weiter',
  back: 'Zurück',
  finish: 'Fertigstellen',
  summary: 'Was angelegt wird',
  step: (number, count) => `Schritt ${number} von ${count}`,
};
