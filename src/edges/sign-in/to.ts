// Where to go after signing in: a path of our own, whatever was asked for.
// Called by the sign-in pages. Pure.

const pathMax = 2_000;
const nowhere = 'https://reeve.invalid';

/** '' = nothing usable was asked for. Judged as a browser would read it, before and after it is made plain. */
export function ownPath(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > pathMax || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked)) return '';
  const url = URL.parse(asked, nowhere);
  if (url?.origin !== nowhere) return '';
  const path = `${plain(url.pathname)}${url.search}${url.hash}`;
  return /^\/(?![/\\])/.test(path) && !/^\/(sign-in|sign-out|set-up)\b/.test(path) ? path : '';
}

/** A letter written as its code is that letter (RFC 3986 §6.2.2.2): whoever reads the path finds the same door as whoever opens it. */
const plain = (pathname: string): string =>
  pathname.replace(/%([0-9a-f]{2})/gi, (code: string, hex: string) => {
    const letter = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.~-]/.test(letter) ? letter : code;
  });
