// How the two web apps are built: one build, two pages, shared chunks, everything under web/dist.
// The server serves web/dist/assets at /assets and the pages at /carbon and /admin; it puts a fresh nonce in place of __CSP_NONCE__.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const hashLength = 8;

/** What runs before the first paint and before the app is there is no module, and Vite leaves such scripts alone: here they, too, get the hash of their content. */
function firstScripts(): Plugin {
  const source = ['./web/shared/call/me-ahead.js', './web/shared/theme/scheme.js'].map((path) => readFileSync(at(path), 'utf8')).join('\n');
  const fileName = `assets/before-${createHash('sha256').update(source).digest('base64url').slice(0, hashLength)}.js`;
  return {
    name: 'first-scripts',
    buildStart() {
      this.emitFile({ type: 'asset', fileName, source });
    },
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: `/${fileName}` }, injectTo: 'head-prepend' }],
  };
}

/** What is seen before the app has begun stands in the page itself. */
function firstFrame(): Plugin {
  const frame = readFileSync(at('./web/shared/frame/first-frame.html'), 'utf8').trim();
  return { name: 'first-frame', transformIndexHtml: (html) => html.replace('<div id="app"></div>', `<div id="app">${frame}</div>`) };
}

/** Says which files are named by their content, and so may be kept for ever. What lies in web/public keeps the name it has there. */
function namedByContent(): Plugin {
  return {
    name: 'named-by-content',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const names = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
        this.emitFile({ type: 'asset', fileName: 'named-by-content.json', source: JSON.stringify(names.sort()) });
      },
    },
  };
}

/** The words of other languages: scripts of their own, commented out in the pages. The server brings in the one that somebody reads; English stands in the app. */
const languages = ['de'];
const wordsOf = (language: string) => `words-${language}`;

function words(): Plugin {
  return {
    name: 'words',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const scripts = languages.flatMap((language) => {
          const found = Object.values(bundle).find((part) => part.type === 'chunk' && part.name === wordsOf(language));
          return found ? [`<!--${language} <script type="module" crossorigin src="/${found.fileName}"></script> ${language}-->`] : [];
        });
        return html.replace('<script type="module"', `${scripts.join('')}<script type="module"`);
      },
    },
  };
}

/** `'/users/$id': () => import('./users/show-user.tsx')` in an app's main.tsx. */
const screen = /'(\/[^']*)': \(\) => import\('\.(\/[^']+)'\)/g;

/** Says which files each screen adds to its app, for the page that opens with it: else the browser learns of them only once the app runs. */
function screens(): Plugin {
  return {
    name: 'screens',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
        const closure = (names: readonly string[], known: ReadonlySet<string>): ReadonlySet<string> => {
          const fresh = names.filter((name) => !known.has(name));
          if (fresh.length === 0) return known;
          const imports = chunks.filter(({ fileName }) => fresh.includes(fileName)).flatMap((chunk) => chunk.imports);
          return closure(imports, new Set([...known, ...fresh]));
        };
        const filesOf = (module: string): ReadonlySet<string> => {
          const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
          if (!chunk) throw new Error(`No script was built of ${module}.`);
          const scripts = closure([chunk.fileName], new Set());
          const styles = chunks.filter(({ fileName }) => scripts.has(fileName)).flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
          return new Set([...scripts, ...styles]);
        };
        for (const app of ['console', 'dashboard']) {
          const own = filesOf(`/web/${app}/index.html`);
          const main = readFileSync(at(`./web/${app}/main.tsx`), 'utf8');
          const found = [...main.matchAll(screen)];
          if (found.length !== main.split('() => import(').length - 1)
            throw new Error(`web/${app}/main.tsx names screens otherwise than this build reads them.`);
          const files = found.map(([, path = '', file = '']) => [path, [...filesOf(`/web/${app}${file}`)].filter((name) => !own.has(name))]);
          this.emitFile({ type: 'asset', fileName: `${app}/screens.json`, source: JSON.stringify(Object.fromEntries(files)) });
        }
      },
    },
  };
}

export default defineConfig({
  root: at('./web'),
  base: '/',
  plugins: [react(), firstScripts(), firstFrame(), namedByContent(), words(), screens()],
  build: {
    outDir: at('./web/dist'),
    emptyOutDir: true,
    target: 'es2022',
    // Small images would become data: addresses, which the content policy refuses.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // Each file is a question of its own over the network, so what many screens share comes in a few: what says which language it is, which comes
        // before the words of any; those of English; what every screen needs; and what at least five need. A screen adds its own.
        codeSplitting: {
          groups: [
            { name: 'language', test: /\/web\/shared\/strings\/(language|formats|counted)\.ts$/, priority: 4 },
            { name: 'words', test: /\/web\/shared\/strings\/(?!de\/)/, priority: 3 },
            { name: 'react', test: /\/node_modules\/(?:react|react-dom|scheduler)\/|\/react-alone\.ts$/, priority: 4 },
            { name: 'first', test: /\/node_modules\/|\/web\/shared\/(?!strings\/)|\/src\//, tags: ['$initial'], priority: 2 },
            { name: 'shared', test: /\/node_modules\/|\/web\/shared\/(?!strings\/)|\/src\//, minShareCount: 5, priority: 1 },
          ],
        },
      },
      input: {
        console: at('./web/console/index.html'),
        dashboard: at('./web/dashboard/index.html'),
        ...Object.fromEntries(languages.map((language) => [wordsOf(language), at(`./web/shared/strings/${language}/index.ts`)])),
      },
    },
  },
});
