// In which language somebody is spoken to: the one he chose, or else the first of those his browser asks for that we speak (RFC 9110 §12.5.4).
// Called by the edges that make pages.
import Negotiator from 'negotiator';
import { type Language, languages } from '#sentences/language.ts';

/** Kept by the consoles, in the browser, once somebody has chosen. No secret. */
const languageCookie = '__Host-reeve-language';

type Asked = { readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly cookies: Readonly<Record<string, string | undefined>> };

export function languageOf({ headers, cookies }: Asked): Language {
  const chosen = languages.find((language) => language === cookies[languageCookie]);
  if (chosen) return chosen;
  const asked = new Negotiator({ headers: { 'accept-language': String(headers['accept-language'] ?? '') } }).language([...languages]);
  return languages.find((language) => language === asked) ?? 'en';
}
