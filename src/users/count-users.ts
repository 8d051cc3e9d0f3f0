// How many users match, within the caller's reach.
import { action } from '#action.ts';
import { countUsers as operation } from './contract.ts';
import { type Counted, type CountInput, countInput, countProgram } from './count-program.ts';

export const countUsers = action(operation, ({ world: { db }, reach, now }, asked) =>
  db.lists.run<CountInput, Counted>(countProgram, countInput({ kind: db.kind, asked, reach, now })),
);
