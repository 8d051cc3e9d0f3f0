// Against programs that fill forms: a field that nobody sees, and when the form was shown. No script, no foreign service, nothing for a person to solve.
// Called by the page of signing up. It slows the simple ones; budgets stand against the rest (mail/, attempts.ts).
import { Refusal } from '#errors.ts';
import { type Bound, seal, unseal } from '#sealing.ts';
import type { World } from '#world.ts';
import { type Html, html } from './html.ts';
import type { Form } from './visitor.ts';

/** Nobody reads and types an address in less; who does is asked to send it once more. */
const quickMilliseconds = 1_000;
const oldMilliseconds = 3_600_000;
const bound: Bound = { use: 'form secrets', place: 'sign-up' };

/** Its label says what to do, for whoever hears the page and comes upon it nevertheless. */
export const botFields = (world: World, leaveEmpty: string): Html =>
  html`<input type="hidden" name="shown" value="${seal(world, String(world.now()), bound)}"><div class="away" aria-hidden="true"><label for="website">${leaveEmpty}</label><input id="website" type="text" name="website" tabindex="-1" autocomplete="off"></div>`;

/** Whether the field was filled that nobody sees. */
export const isProgram = ({ website = '' }: Form): boolean => website !== '';

/** Throws where it was sent too soon, or was never shown. */
export function refuseQuick(world: World, { shown = '' }: Form): void {
  const age = world.now() - shownAt(world, shown);
  if (!(age >= quickMilliseconds && age <= oldMilliseconds)) throw new Refusal('sign-up.too-quick');
}

function shownAt(world: World, text: string): number {
  try {
    return Number(unseal(world, text, bound));
  } catch {
    return Number.NaN;
  }
}
