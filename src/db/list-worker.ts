// The inside of one list reader: a thread with a read-only connection that runs named programs, one after another.
// Started by list-workers.ts. Knows no table; the programs do.

import type { SQLInputValue } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { ListProgram, Query } from './database.ts';
import type { Request } from './list-workers.ts';
import { openHandle, statementCache } from './sqlite.ts';

type Program = (query: Query, input: unknown) => Promise<unknown>;

const prepare = statementCache(openHandle((workerData as { path: string }).path, true));
const query: Query = async (sql, values) => prepare(sql).all(...(values as readonly SQLInputValue[])) as Record<string, string | number>[];

async function load({ module, name }: ListProgram): Promise<Program> {
  const loaded = (await import(new URL(`../${module}`, import.meta.url).href)) as Record<string, Program>;
  const program = loaded[name];
  if (!program) throw new Error(`There is no list program ${name} in ${module}.`);
  return program;
}

async function answer({ id, program, input }: Request) {
  try {
    parentPort?.postMessage({ id, output: await (await load(program))(query, input) });
  } catch (fault) {
    const { message, stack } = fault instanceof Error ? fault : new Error(String(fault));
    parentPort?.postMessage({ id, fault: { message, stack } });
  }
}

parentPort?.on('message', (request: Request) => void answer(request));
