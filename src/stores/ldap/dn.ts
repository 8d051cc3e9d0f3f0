// Distinguished names (RFC 4514): a value made safe to stand in one, and one spelling for all spellings of the same name.
// Called wherever a DN is written or compared. Pure. A server is always given a DN as it gave it; the one spelling is for comparing,
// because members are written otherwise than the entries they mean: UID=Ada , uid=ada, uid=\61da.

/** Longer than any directory has; what is longer is compared as it is. */
const rdnsMax = 100;

/** RFC 4514 §2.4. Every character that could end or change the value is written as `\` and two digits. */
export function escapeDnValue(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL and its like are what must not stand there as they are.
  const escaped = value.replace(/[\u0000-\u001f\u007f"+,;<=>\\]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return escaped.replace(/^[ #]/, (character) => `\\${character.charCodeAt(0).toString(16)}`).replace(/ $/, '\\20');
}

/** The one spelling: types and values in small letters (RFC 4518 for what ignores case), no needless spaces and escapes. */
export function canonicalDn(text: string): string {
  if (isPlain(text)) return text.toLowerCase();
  const rdns = split(text, ',;');
  if (rdns.length > rdnsMax) return text;
  return rdns.map(canonicalRdn).join(',');
}

/** Most DNs have nothing in them that could be spelled in two ways. */
const isPlain = (text: string): boolean => /^(?:[A-Za-z][\w-]*=[\w.@-]+(?: [\w.@-]+)*(?:,(?=[A-Za-z])|$))*$/.test(text);

const canonicalRdn = (rdn: string): string => split(rdn, '+').map(canonicalPair).sort().join('+');

function canonicalPair(pair: string): string {
  const at = pair.indexOf('=');
  if (at < 0) return folded(pair);
  const value = pair.slice(at + 1);
  const written = /^\s*#/.test(value) ? value.trim().toLowerCase() : escapeDnValue(folded(unescaped(value)));
  return `${pair.slice(0, at).trim().toLowerCase()}=${written}`;
}

/** RFC 4518 §2.2–2.6 as far as names need it. */
function folded(value: string): string {
  const small = value.normalize('NFKC').toLowerCase().trim();
  return small.includes('  ') ? small.replace(/ {2,}/g, ' ') : small;
}

/** Cuts where a separator stands that is neither escaped nor quoted. */
function split(text: string, separators: string): readonly string[] {
  if (![...separators].some((separator) => text.includes(separator))) return [text];
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && separators.includes(character)) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** Escapes by digits stand for bytes of UTF-8, those by a character for itself; quotes around a value are of RFC 2253's elders. */
function unescaped(value: string): string {
  if (!value.includes('\\') && !value.includes('"')) return value;
  return value
    .replace(/^\s*"(.*)"\s*$/s, '$1')
    .replace(/(?:\\[0-9a-f]{2})+|\\(.)/gis, (escapes, character: string | undefined) =>
      character === undefined ? Buffer.from(escapes.replaceAll('\\', ''), 'hex').toString('utf8') : character,
    );
}
