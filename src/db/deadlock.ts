// What PostgreSQL takes back because two transactions waited for each other is done again, where its body may be run again.
// Called by postgres.ts only. Knows no table.

/** PostgreSQL, appendix A: deadlock_detected. */
const deadlock = '40P01';
const triesMax = 3;

/** `transaction` runs one from its beginning. Throws what the last of them throws. */
export async function againAfterDeadlock<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction();
    } catch (fault) {
      if (!isDeadlock(fault) || tries === triesMax) throw fault;
    }
  }
}

const isDeadlock = (fault: unknown): boolean => fault instanceof Error && 'code' in fault && fault.code === deadlock;
