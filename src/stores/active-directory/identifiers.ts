// Identifiers of Active Directory: GUIDs (MS-DTYP §2.3.4.2) as the text that its own tools show, and the last part of a SID.
// Called by the layout. Pure.

const guidBytes = 16;
/** Text in hexadecimal ← where its bytes lie: the first three parts are little-endian. */
const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;
const guidText = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Null = no GUID. */
export function guidOf(bytes: Buffer): string | null {
  if (bytes.length !== guidBytes) return null;
  const hex = Buffer.from(order.map((at) => bytes[at] ?? 0)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Null = no GUID as guidOf writes it. */
export function guidBytesOf(text: string): Buffer | null {
  if (!guidText.test(text)) return null;
  const shown = Buffer.from(text.replaceAll('-', ''), 'hex');
  const bytes = Buffer.alloc(guidBytes);
  for (const [n, at] of order.entries()) bytes[at] = shown[n] ?? 0;
  return bytes;
}

const sidHeadBytes = 8;
/** MS-DTYP §2.4.2.2: at most fifteen parts. */
const sidPartsMax = 15;

/** The part of a SID that is the group's own within its domain (RID); null = no SID. */
export function ridOf(sid: Buffer): number | null {
  const parts = sid[1] ?? 0;
  if (parts < 1 || parts > sidPartsMax || sid.length !== sidHeadBytes + parts * 4) return null;
  return sid.readUInt32LE(sid.length - 4);
}

/** The same SID with another last part: another account of the same domain. */
export function withRid(sid: Buffer, rid: number): Buffer {
  const other = Buffer.from(sid);
  other.writeUInt32LE(rid, other.length - 4);
  return other;
}
