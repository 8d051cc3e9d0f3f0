// What PostgreSQL takes back because two transactions waited for each other is done again, where its body may be run again.
// Called by postgres.ts only. Knows no table.
import { setTimeout as pause } from 'node:timers/promises';

/** PostgreSQL, appendix A: deadlock_detected. */
const deadlock = '40P01';
const triesMax = 3;
/** So long the other has to take what it waited for. */
const pauseMilliseconds = 50;

/** `transaction` runs one from its beginning. Throws what the last of them throws. */
export async function againAfterDeadlock<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction();
    } catch (fault) {
      if (!isDeadlock(fault) || tries === triesMax) throw fault;
      await pause(pauseMilliseconds);
    }
  }
}

const isDeadlock = (fault: unknown): boolean => fault instanceof Error && 'code' in fault && fault.code === deadlock;
