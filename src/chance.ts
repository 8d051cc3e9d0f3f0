// Random bytes, drawn many at once and handed out a few at a time: asking for eight takes as long as asking for thousands.
// For ids and salts. Secrets are drawn when they are needed, so that none lies about before. Pure but for what it is given.

const bytesAtOnce = 4_096;

/** Every byte is handed out once. What is handed out belongs to whoever asked. */
export function drawing(random: (bytes: number) => Buffer): (bytes: number) => Buffer {
  let drawn: Buffer = Buffer.alloc(0);
  return (bytes) => {
    if (bytes > drawn.length) drawn = random(Math.max(bytes, bytesAtOnce));
    const given = drawn.subarray(0, bytes);
    drawn = drawn.subarray(bytes);
    return given;
  };
}
