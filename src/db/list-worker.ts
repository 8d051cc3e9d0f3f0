// The inside of one list reader: a thread with a read-only connection that runs named programs, one after another.
// Started by list-workers.ts. Knows no table; the programs do.

import type { SQLInputValue } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Query } from './database.ts';
import { openHandle, statementCache } from './handle.ts';
import type { Request } from './list-workers.ts';
import { loadProgram } from './load-program.ts';

/** Half of what other handles keep: lists of many go through more than any cache holds, and each thread keeps its own. */
const cacheKib = 16_000;

const handle = openHandle((workerData as { path: string }).path, true);
handle.exec(`pragma cache_size = -${cacheKib}`);
const prepare = statementCache(handle);
const query: Query = async (sql, values) => prepare(sql).all(...(values as readonly SQLInputValue[])) as Record<string, string | number>[];

async function answer({ id, program, input }: Request) {
  try {
    parentPort?.postMessage({ id, output: await (await loadProgram(program))(query, input) });
  } catch (fault) {
    const { message, stack } = fault instanceof Error ? fault : new Error(String(fault));
    parentPort?.postMessage({ id, fault: { message, stack } });
  }
}

parentPort?.on('message', (request: Request) => void answer(request));
