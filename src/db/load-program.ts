// Finds a list program by its name. Called by what runs lists: list-worker.ts and postgres.ts.
// Knows where programs lie (`src/<room>/<name>-program.ts`), and no room: all rooms with lists are above this one.
import type { ListProgram, Query } from './database.ts';

export type Program = (query: Query, input: unknown) => Promise<unknown>;

export async function loadProgram({ module, name }: ListProgram): Promise<Program> {
  const [, room, file] = /^([\w-]+)\/([\w-]+)-program\.ts$/.exec(module) ?? [];
  // Written so that packing the server (vite.server.config.ts) finds all of them.
  const loaded = (await import(`../${room}/${file}-program.ts`)) as Record<string, Program>;
  const program = loaded[name];
  if (!program) throw new Error(`There is no list program ${name} in ${module}.`);
  return program;
}
