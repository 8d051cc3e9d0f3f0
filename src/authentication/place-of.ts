// Where somebody goes who is signed in: where he wanted, else into the console, if he may enter it, else to his own page.
// Called by the flow, which asks for what is needed there, and by the pages. Knows no page.
import type { World } from '#world.ts';

const login = '/permission/admin/configure/login';

export async function placeOf(world: World, { userId, to }: { readonly userId: string; readonly to: string }): Promise<string> {
  if (to !== '') return to;
  return (await world.authorizer.may(userId, login, world.now())).allowed ? '/carbon' : '/account';
}
