// Whether somebody may delete his own account: as it is set, and only where the account is ours. What lies in a store of others is deleted there, by them.
// Called by the files of this room and by authentication/.
import type { World } from '#world.ts';
import { type deletionWays, requestSection } from './contract.ts';

export const deletionOf = ({ settings }: Pick<World, 'settings'>, storeKind: string): (typeof deletionWays)[number] =>
  storeKind === 'primary' ? settings.of(requestSection).deletion : 'off';
