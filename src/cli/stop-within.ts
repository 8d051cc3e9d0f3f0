// Ends the process in the time it is given, whatever keeps it. Called by serve.ts.

/** A little of the time is kept back for ending itself. */
const shareOfTime = 0.9;

/**
 * What still runs then is cut off: everything acknowledged is on disk anyway.
 * The end is not called off once all has stopped: a connection that its other side never closes, to a database that hangs, would keep the process.
 * The exit code is the one that was set, if one was: a fault while stopping stays one.
 */
export async function stopWithin(stopped: Promise<void>, seconds: number): Promise<void> {
  setTimeout(() => process.exit(), seconds * 1_000 * shareOfTime).unref();
  await stopped;
}
