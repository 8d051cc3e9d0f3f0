// Intl's formats, made once for each language: making one costs more than using it a hundred times.
import { locale } from './language.ts';

/** `make` is asked once for each language that the screen is read in. */
export function inLocale<F>(make: (locale: string) => F): () => F {
  const made = new Map<string, F>();
  return () => {
    const language = locale();
    const format = made.get(language) ?? make(language);
    made.set(language, format);
    return format;
  };
}
