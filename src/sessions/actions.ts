// Every operation of this room, made real. Read by #actions.ts.
import type { Action } from '#action.ts';
import { meActions } from './me.ts';
import { sessionsActions } from './sessions.ts';
import { tokenActions } from './tokens.ts';
import { viewingActions } from './viewing.ts';

export const sessionActions: readonly Action[] = [...meActions, ...sessionsActions, ...tokenActions, ...viewingActions];
