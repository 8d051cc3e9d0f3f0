// A password that somebody else sets: typed or generated, judged and hashed before the change, and how long it lives.
// Called by add-user and reset-password. The generated text is answered once and kept nowhere.

import { Refusal } from '#errors.ts';
import { generatePassword } from '#passwords/generate.ts';
import { checkPassword } from '#passwords/policy.ts';
import type { Rule } from '#passwords/rule.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import type { NewCredential } from './queries.ts';

const hourMilliseconds = 3_600_000;

export type Wanted = {
  readonly password?: string | undefined;
  readonly generate: boolean;
  readonly userName: string;
  readonly mail: string;
  readonly shownName: string;
  /** The rule of him it is for. */
  readonly rule: Rule;
};
/** `shown` only if it was generated. */
export type Chosen = { readonly hash: string; readonly shown: { readonly temporaryPassword?: string } };
/** Before it is hashed: for a store that keeps it itself. */
export type ChosenText = { readonly text: string; readonly shown: Chosen['shown'] };

/** Null = neither typed nor to be generated. */
export async function choosePassword(world: World, wanted: Wanted): Promise<Chosen | null> {
  const chosen = choosePasswordText(world, wanted);
  return chosen && { hash: await world.hashing.hash(chosen.text), shown: chosen.shown };
}

/** Whatever is typed into Reeve satisfies Reeve's rule, also where a store has one of its own beside it. */
export function choosePasswordText({ random }: World, { password, generate, rule, ...owner }: Wanted): ChosenText | null {
  if (generate && password !== undefined) {
    throw new Refusal('input.invalid', {}, [{ field: 'generatePassword', says: say('password.both') }]);
  }
  if (generate) {
    const made = generatePassword(random, rule.lengthMin);
    return { text: made, shown: { temporaryPassword: made } };
  }
  if (password === undefined) return null;
  checkPassword(password, owner, rule);
  return { text: password, shown: {} };
}

/** One that must be changed dies after a while. */
export const credentialOf = ({ config }: World, hash: string, { mustChange, now }: { readonly mustChange: boolean; readonly now: number }): NewCredential => ({
  password_hash: hash,
  changed_at: now,
  must_change: mustChange ? 1 : 0,
  temporary_until: mustChange ? now + Math.round(config.temporaryPasswordHoursMax * hourMilliseconds) : 0,
});
