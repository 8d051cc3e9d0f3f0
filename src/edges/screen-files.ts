// The scripts and styles of the screen that a page opens with, named in the page: else the browser learns of them only once the app runs.
// Called by consoles.ts. The build says which they are, in `screens.json` beside the page.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Addresses as the app's router writes them, such as `/users/$id`, and what each screen adds to its app. */
type Screens = Readonly<Record<string, readonly string[]>>;

/** The page with links to them; as it is, where nothing is known of that screen. `at` = the address within the app, without what was asked. */
export async function withScreen(html: string, folder: string, at: string): Promise<string> {
  const files = filesOf(await readScreens(folder), at);
  return files.length === 0 ? html : html.replace('</head>', `${files.map(linkTo).join('')}</head>`);
}

/** Where there is none, or none that can be read, the app asks for its screen once it runs: a hint must not cost the page. */
async function readScreens(folder: string): Promise<Screens> {
  try {
    // Written by our own build (vite.config.ts).
    return JSON.parse(await readFile(join(folder, 'screens.json'), 'utf8')) as Screens;
  } catch {
    return {};
  }
}

/** What is written out comes before what has a part left open, as in the router. */
function filesOf(screens: Screens, at: string): readonly string[] {
  const parts = at.split('/');
  const fits = (path: string) => {
    const pattern = path.split('/');
    return pattern.length === parts.length && pattern.every((part, nth) => part === parts[nth] || (part.startsWith('$') && parts[nth] !== ''));
  };
  const found = Object.hasOwn(screens, at) ? at : Object.keys(screens).find(fits);
  return found === undefined ? [] : (screens[found] ?? []);
}

/** Fetched after what the page itself is drawn from, and beside the app. */
const linkTo = (file: string): string => {
  const kind = file.endsWith('.css') ? 'rel="preload" as="style"' : 'rel="modulepreload"';
  return `<link ${kind} fetchpriority="low" crossorigin href="/${file}">`;
};
