// asking/: what applications and consoles ask of the authorizer, as actions: may, why, who, the tree, what a user holds, and what would be refused.
// Called through actions.ts by every door. Knows how a question is put and answered; the rules of the answer are in permissions/.
import type { Action } from '#action.ts';
import type { AnyOperation } from '#contract.ts';
import { may, why } from './may.ts';
import { refusalsAction } from './refusals.ts';
import { holds, treeAction } from './tree.ts';
import { exportWho, who } from './who.ts';

export const askingActions = (operations: () => readonly AnyOperation[]): readonly Action[] => [
  may,
  why,
  who,
  exportWho,
  treeAction(operations),
  holds,
  refusalsAction(operations),
];
