import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

/** Every link in the documentation that leads to a file or a heading of this project leads there. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const pagesIn = async (folder: string): Promise<string[]> =>
  (await readdir(join(ROOT, folder), { recursive: true }))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

const PAGES = ['README.md', 'CONTRIBUTING.md', 'sandbox/README.md', ...(await pagesIn('docs'))];

const FENCED = /^ *(```|~~~)[\s\S]*?^ *\1 *$/gm;
const withoutCode = (text: string): string => text.replaceAll(FENCED, '').replaceAll(/`[^`\n]*`/g, 'code');

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsIn = (text: string): string[] => {
  const headings = [...text.replaceAll(FENCED, '').matchAll(/^#{1,6} +(.*)$/gm)];
  const seen = new Map<string, number>();
  return headings.map(([, heading = '']) => {
    const anchor = anchorOf(heading);
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
};

const linksIn = (text: string): string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

const brokenLinksOf = async (page: string): Promise<string[]> => {
  const text = await readFile(join(ROOT, page), 'utf8');
  const broken: string[] = [];
  for (const target of linksIn(text)) {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    const leads =
      existsSync(join(ROOT, file)) &&
      (anchor === undefined || anchorsIn(await readFile(join(ROOT, file), 'utf8')).includes(anchor));
    if (!leads) broken.push(target);
  }
  return broken;
};

describe('links lead somewhere', () => {
  test.each(PAGES)('%s', async (page) => {
    expect(await brokenLinksOf(page)).toEqual([]);
  });
});

test.each([
  ['`check --users` and "more"', 'check---users-and-more'],
  ['1. Show Cognito the password', '1-show-cognito-the-password'],
  ['A [link](https://example.com) in it', 'a-link-in-it'],
])('GitHub’s anchor of %s', (heading, anchor) => {
  expect(anchorOf(heading)).toBe(anchor);
});
