// Lighthouse (bench/peers) over the main screens, signed in, as a desktop sees them: of each screen the median of five runs, and of those the least.
import { build } from '#build/build.ts';
import { openChromium, signedIn } from './chromium.ts';
import { type Bench, type Measured, median } from './frame.ts';
import { freePort, start } from './load.ts';
import { fillOrganisation, openBenchWorld, temporaryFolder } from './organisation.ts';

const screens = ['/carbon/users', '/carbon/users/add', '/carbon/roles', '/carbon/groups', '/carbon/journal', '/admin', '/account', '/sign-in'];
const categories = ['performance', 'accessibility', 'best-practices'] as const;
/** One run differs from the next by some points. */
const rounds = 5;
const size = { users: 1_000, roles: 50, nodes: 200, rolesOfUser: 2 };
const peers = `${import.meta.dirname}/peers/node_modules/${'lighthouse'}/core`;

type Report = { readonly lhr: { readonly categories: Readonly<Record<string, { readonly score: number | null }>> } };
type Lighthouse = (url: string, flags: object, config: object) => Promise<Report | undefined>;

async function run(): Promise<readonly Measured[]> {
  const port = await freePort();
  const browser = await openChromium([`--remote-debugging-port=${port}`, '--ignore-certificate-errors']);
  if (!browser) return [];
  const folder = temporaryFolder();
  const world = await openBenchWorld(folder.path);
  await fillOrganisation(world, size);
  await world.db.close();
  await build(['web', 'server'], () => {});
  const server = await start('reeve', [], { REEVE_DATA: folder.path });
  const url = `https://localhost:${server.port}`;
  try {
    const { context } = await signedIn(browser, url);
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const scores = await examined(url, { port, cookie });
    return categories.map((category, place) => {
      const samples = scores.map((each) => each[place] ?? 0);
      const says = screens.map((path, nth) => `${path} ${samples[nth]}`).join(', ');
      return { figure: `lighthouse/${category}`, value: Math.min(...samples), samples, unit: '', says };
    });
  } finally {
    await browser.close();
    await server.stop();
    folder.remove();
  }
}

/** For each screen its scores, 0 – 100, in the order of the categories. */
async function examined(url: string, { port, cookie }: { readonly port: number; readonly cookie: string }): Promise<readonly (readonly number[])[]> {
  // The peers are installed by the bench; the product's types know nothing of them.
  const { default: lighthouse } = (await import(`${peers}/index.js`)) as { readonly default: Lighthouse };
  const { default: desktop } = (await import(`${peers}/config/desktop-config.js`)) as { readonly default: object };
  const scores = async (path: string): Promise<readonly number[]> => {
    const extraHeaders = path === '/sign-in' ? {} : { Cookie: cookie };
    const found = await lighthouse(`${url}${path}`, { port, onlyCategories: [...categories], extraHeaders, logLevel: 'error' }, desktop);
    return categories.map((category) => Math.round((found?.lhr.categories[category]?.score ?? 0) * 100));
  };
  const found: (readonly number[])[][] = screens.map(() => []);
  for (let round = 0; round < rounds; round++) for (const [nth, path] of screens.entries()) found[nth]?.push(await scores(path));
  return found.map((runs) => categories.map((_, place) => median(runs.map((each) => each[place] ?? 0))));
}

export const bench: Bench = { name: 'lighthouse', run };
