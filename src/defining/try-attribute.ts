// Tries one value against a type and a pattern that may not be saved yet: for whoever is writing the pattern.
import { action } from '#action.ts';
import { tryAttribute as operation } from '#attributes/contract.ts';
import { ruleless } from '#attributes/definition.ts';
import { compilePattern } from '#attributes/pattern.ts';
import { judgeValue } from '#attributes/values.ts';

export const tryAttribute = action(operation, async (call, { type = 'text', choices = [], pattern = '', patternSays = '', value }) => {
  const made = pattern === '' ? null : compilePattern(pattern);
  if (made && 'says' in made) return { fits: false, value: '', says: call.speak(made.says), pattern: false };
  const plain = value.trim();
  if (plain === '') return { fits: false, value: '', says: '', pattern: true };
  const judged = judgeValue({ ...ruleless, type, choices, patternSays, builtIn: false, fits: made }, plain);
  return 'says' in judged
    ? { fits: false, value: '', says: call.speak(judged.says), pattern: true }
    : { fits: true, value: judged.value, says: '', pattern: true };
});
