// synchronise/: changes of a store that others own become rows of users and groups, with a brake, so that a store that lies takes nobody away.
// Its operations are rehearsals, and linking rows with new entries; the runner is started by main.ts, and sign-in asks discover.ts. Knows stores through their port alone.
import type { Action } from '#action.ts';
import { rehearseStore } from './rehearse.ts';
import { rehearseRelink } from './relink/rehearse.ts';
import { relinkGroup } from './relink/relink-group.ts';
import { relinkUser } from './relink/relink-user.ts';

export const synchroniseActions: readonly Action[] = [rehearseStore, rehearseRelink, relinkUser, relinkGroup];
