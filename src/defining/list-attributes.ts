// The definitions, in the order of forms: for everything that is made from them.
import { action } from '#action.ts';
import { listAttributes as operation } from '#attributes/contract.ts';
import { type Definition, shownAttribute } from '#attributes/definition.ts';

const viewing = '/permission/admin/manage/identity/usermgt/view';
const listing = '/permission/admin/manage/identity/usermgt/list';
const defining = '/permission/admin/configure/attributes';

/** Who defines sees all; who sees users, those that administrators see; anybody else, those that are about himself. */
export const listAttributes = action(operation, async (call) => {
  const held = (node: string) => call.reachAt(node)?.length !== 0;
  const [isDefiner, isHelper] = [held(defining), held(viewing) || held(listing)];
  const shows = ({ see }: Definition) => isDefiner || see === 'user' || (isHelper && see === 'administrators');
  return { items: [...call.world.authorizer.model.attributes.values()].filter(shows).map(shownAttribute) };
});
