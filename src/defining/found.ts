// What the actions of this room share: finding a definition, and putting what is asked over what it says now. Pure, but for what it refuses.
import type { editAttribute } from '#attributes/contract.ts';
import { checkDefinition, type Definition, type Definitions, patternOf } from '#attributes/definition.ts';
import type { InputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { type Sentence, say } from '#sentences/sentence.ts';

export function definitionIn(definitions: Definitions, id: string): Definition {
  const found = [...definitions.values()].find((one) => one.id === id);
  if (!found) throw new Refusal('attribute.missing');
  return found;
}

export function seenVersion({ version: now }: Definition, seen: number | undefined): void {
  if (seen !== undefined && seen !== now) throw new Refusal('version.stale', { seen, now });
}

export function refuseBuiltIn({ builtIn, name }: Definition): void {
  if (builtIn) throw new Refusal('attribute.built-in', { name, says: say('built-in.deleted') });
}

type Given = Omit<InputOf<typeof editAttribute>, 'id' | 'version' | 'keep'>;

/** The definition as it would be: what is absent stays. Throws what is wrong with it. */
export function changedBy(before: Definition, given: Given): Definition {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const choices = (given.choices ?? before.choices).map((choice) => choice.normalize('NFC').trim());
  // Some of the definition's own fields, checked against the contract.
  const after = { ...before, ...(said as Partial<Definition>), choices };
  refuseForBuiltIn(before, after);
  // A type without choices forgets them, so that going back begins anew.
  const plain = after.type !== 'choice' && before.type === 'choice' && given.choices === undefined ? { ...after, choices: [] } : after;
  checkDefinition(plain);
  return { ...plain, fits: patternOf(plain.pattern) };
}

function refuseForBuiltIn(before: Definition, after: Definition): void {
  if (!before.builtIn) return;
  const refuse = (field: string, says: Sentence): never => {
    throw new Refusal('attribute.built-in', { name: before.name, says }, [{ field }]);
  };
  if (after.type !== before.type) refuse('type', say('built-in.type'));
  if (after.see === 'nobody') refuse('see', say('built-in.see'));
}
