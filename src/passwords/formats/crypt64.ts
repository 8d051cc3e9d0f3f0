// The base64 of crypt(3): its own alphabet, and in each group of three bytes the lowest six bits first.
// Called by the formats that descend from crypt. Pure.
const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function encode64(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = bytes.subarray(at, at + 3);
    const bits = (group[0] ?? 0) | ((group[1] ?? 0) << 8) | ((group[2] ?? 0) << 16);
    // One byte takes two letters, two take three, three take four.
    for (let letter = 0; letter <= group.length; letter++) text += alphabet[(bits >> (6 * letter)) & 0x3f];
  }
  return text;
}

/** A number as crypt writes it: the lowest six bits first, five letters at most. */
export const value64 = (text: string): number => [...text].reduceRight((sum, letter) => sum * 64 + alphabet.indexOf(letter), 0);

export function decode64(text: string): Buffer {
  const bytes = Buffer.alloc(Math.floor((text.length * 6) / 8));
  for (let at = 0; at < text.length; at += 4) {
    const bits = value64(text.slice(at, at + 4));
    for (let byte = 0; byte < 3; byte++) bytes[(at / 4) * 3 + byte] = (bits >> (8 * byte)) & 0xff;
  }
  return bytes;
}
