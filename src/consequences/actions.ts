// consequences/: what a change of roles would give to users and take from them, before it is made.
// Called through actions.ts by every door. Reads the model and its holders; the change itself is made in roles/.
import type { Action } from '#action.ts';
import { rehearseRole } from './rehearse-role.ts';

export const consequenceActions: readonly Action[] = [rehearseRole];
