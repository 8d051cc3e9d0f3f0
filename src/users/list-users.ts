// A page of the list of users, within the caller's reach.
import { action } from '#action.ts';
import { listUsers as operation } from './contract.ts';
import { type ListInput, type ListPage, listInput, listProgram } from './list-program.ts';

export const listUsers = action(operation, ({ world: { db, authorizer }, reach, now }, asked) => {
  const listed = [...authorizer.model.attributes.values()].filter(({ inLists, see }) => inLists && see !== 'nobody').map(({ name }) => name);
  return db.lists.run<ListInput, ListPage>(listProgram, listInput({ kind: db.kind, asked, reach, now, listed }));
});
