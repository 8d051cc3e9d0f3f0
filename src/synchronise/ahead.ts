// One page ahead: while a page becomes rows, its store looks for the next one, and neither waits for the other. No more than that one is held.
// Called by run.ts. Knows nothing of what is in a page.

/** Trouble with the page ahead is told after the page before it was handed on. */
export async function* ahead<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  const reading = pages[Symbol.asyncIterator]();
  let next = reading.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = reading.next();
      next.catch(() => {});
      yield value;
    }
  } finally {
    // Whoever leaves early does not wait for a page that nobody wants: closing the reading ends it.
    reading.return?.().catch(() => {});
  }
}
