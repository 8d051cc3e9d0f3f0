// What a typed password is before it is judged, hashed or compared: RFC 8265 §4.2 OpaqueString.
// Called by passwords/ only, so that no caller can forget it. Pure. Never trims, never cuts, never refuses: that is policy.ts.

/** Other spaces than U+0020 become it (§4.2.2 rule 2), then NFC (rule 4); case, width and everything else stay as they were typed. */
export const preparePassword = (typed: string): string => typed.replace(/\p{Zs}/gu, ' ').normalize('NFC');
