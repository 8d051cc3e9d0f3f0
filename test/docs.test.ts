// The documents tell the truth about the tree: every path and link in them leads somewhere, and what is printed from the code is up to date.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { printers } from '#cli/docs.ts';

const pages = globSync(['*.md', 'docs/**/*.md', 'deploy/**/*.md']).sort();

/** Where a path in backticks may begin; anything else in backticks is code. */
const roots = /^(?:\.\/)?(?:src|web|test|bench|bin|docs|deploy|\.ci)\//;
/** Made when Reeve is built or runs, or a pattern rather than a path. */
const notInTheTree = /^(?:web\/dist\b)|[*{}<>…$ ]|\b[NX]{2,}\b/;

type Place = { readonly page: string; readonly line: number; readonly path: string };

function found(page: string, pattern: RegExp): readonly Place[] {
  return readFileSync(page, 'utf8')
    .split('\n')
    .flatMap((text, index) => [...text.matchAll(pattern)].map((match) => ({ page, line: index + 1, path: match[1] ?? '' })));
}

const toSentence = ({ page, line, path }: Place) => `${page}:${line} ${path}`;

/** A leading line number or anchor is not part of the path. */
const bare = (path: string) => path.replace(/[#?].*$/, '').replace(/:\d+(-\d+)?$/, '');

/** GitHub's way from a heading to its anchor. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsOf = (page: string) => found(page, /^#+\s+(.*)$/g).map(({ path }) => anchorOf(path));

describe('The documents', async () => {
  it('name only files that exist', () => {
    const named = pages.flatMap((page) => found(page, /`([^`\s]+)`/g));
    const missing = named.filter(({ path }) => roots.test(path) && !notInTheTree.test(path) && !existsSync(bare(path)));
    assert.deepEqual(missing.map(toSentence), []);
  });

  it('link only to what exists', () => {
    const links = pages.flatMap((page) => found(page, /\]\(([^)\s]+)\)/g)).filter(({ path }) => !/^[a-z]+:/.test(path));
    const broken = links.filter(({ page, path }) => {
      const target = path.startsWith('#') ? page : join(dirname(page), bare(path));
      const anchor = /#(.+)$/.exec(path)?.[1];
      return !existsSync(target) || (anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor));
    });
    assert.deepEqual(broken.map(toSentence), []);
  });

  it('name only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) => found(page, /\bnpm run ([a-z][\w:-]*)/g));
    assert.deepEqual(named.filter(({ path }) => !(path in scripts)).map(toSentence), []);
  });

  for (const [name, print] of await printers()) {
    const path = `docs/${name}.md`;
    it(`${path} is what the code prints (npm run docs)`, () => {
      assert.equal(existsSync(path) ? readFileSync(path, 'utf8') : '', print(), `${path} is out of date: npm run docs`);
    });
  }
});
