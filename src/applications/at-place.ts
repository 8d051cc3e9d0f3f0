// Which application a path of ours leads to, and what is asked of whoever wants to go there.
// Called by authentication/, by the doors of the consoles and by the pages. Judges nobody.

import { strictest } from '#proof/requirement.ts';
import type { Requirement } from '#proof/requirement-contract.ts';
import type { KnownApplication, World } from '#world.ts';

type Known = Pick<World, 'applications'>;

/** The page that leads to an application which is not Reeve's own. */
export const leadingTo = (id: string): string => `/account/open/${id}`;

const isUnder = (path: string, door: string): boolean => path.startsWith(door) && /^(?:[/?#]|$)/.test(path.slice(door.length));

/** What is no door of an application is everybody's own page. */
export function applicationAt({ applications }: Known, path: string): KnownApplication {
  for (const one of ['console', 'dashboard'] as const) {
    const door = applications.door(one);
    if (isUnder(path, door.homeUrl)) return door;
  }
  const led = applications.of(/^\/account\/open\/([0-9a-f-]{36})(?:[/?#]|$)/.exec(path)?.[1] ?? '');
  return led?.enabled ? led : applications.door('account');
}

/** Both consoles ask the same operations: the dashboard never asks for less than they do. */
export function requirementAt(world: Known, path: string): Requirement {
  const { builtIn, requirement } = applicationAt(world, path);
  return builtIn === 'dashboard' ? strictest(requirement, world.applications.door('console').requirement) : requirement;
}
