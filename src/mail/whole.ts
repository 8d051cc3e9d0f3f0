// What goes for all mails is for nobody who holds his right within a scope. Asked by the actions of this room.
import type { Call } from '#action.ts';
import { Refusal } from '#errors.ts';

export function needsWhole({ reach }: Pick<Call, 'reach'>): void {
  if (reach !== null) throw new Refusal('scope.too-wide');
}
