// synchronise/: changes of a store that others own become rows of users and groups, with a brake, so that a store that lies takes nobody away.
// The rehearsal is its only operation; the runner is started by main.ts, and sign-in asks discover.ts. Knows stores through their port alone.
import type { Action } from '#action.ts';
import { rehearseStore } from './rehearse.ts';

export const synchroniseActions: readonly Action[] = [rehearseStore];
