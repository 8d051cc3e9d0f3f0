// UUIDv7 (RFC 9562 §5.7): time first, so that keys come in order. Called by main.ts, which gives it the clock and the chance.
// Within one millisecond ids count upwards (§6.2, method 1), so ids of one node never go backwards.

const counterMax = 0xfff;

export function uuidMaker(now: () => number, random: (bytes: number) => Buffer): () => string {
  let lastAt = 0;
  let counter = 0;
  return () => {
    const at = Math.max(now(), lastAt);
    counter = at === lastAt ? counter + 1 : random(1).readUInt8(0);
    lastAt = counter > counterMax ? at + 1 : at;
    if (counter > counterMax) counter = 0;
    return written(lastAt, counter, random(8));
  };
}

function written(at: number, counter: number, chance: Buffer): string {
  const time = at.toString(16).padStart(12, '0');
  const tail = Buffer.from(chance);
  tail.writeUInt8((tail.readUInt8(0) & 0x3f) | 0x80, 0);
  const hex = tail.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${hex.slice(0, 4)}-${hex.slice(4)}`;
}
