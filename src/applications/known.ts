// The applications as this node knows them: all in memory, read anew when a change names one. Fills the port `Applications` of world.ts.
// Opened once, in open-world.ts; asked by every page of signing in, and by every call of a console. Judges nothing.
import type { Feed } from '#changes/feed.ts';
import type { Database } from '#db/database.ts';
import type { Applications, KnownApplication } from '#world.ts';
import { knownApplication } from './application.ts';
import { livingApplications } from './queries.ts';

export async function openApplications(database: Database, feed: Feed): Promise<Applications> {
  let known = await load(database);
  feed.listen(async ({ objects, all }) => {
    if (all || objects.some((id) => id.startsWith('application:'))) known = await load(database);
  });
  return {
    all: () => known,
    of: (id) => known.find((one) => one.id === id),
    door: (builtIn) => {
      const door = known.find((one) => one.builtIn === builtIn);
      if (!door) throw new Error(`The application ${builtIn} is not in the database, which every migration has put there.`);
      return door;
    },
  };
}

const load = async ({ read }: Database): Promise<readonly KnownApplication[]> => (await livingApplications(read)).map(knownApplication);
