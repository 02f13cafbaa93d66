import { z } from 'zod';

const MAX_PAGES = 100;

const Page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.url().nullish() });

/**
 * Collects the items of every page of a listing. `read` gets the body behind a path, or behind the
 * absolute link on the page before. Throws rather than return a part: a page that is none, and
 * links that never end, are errors.
 */
export async function readPages(
  read: (pathOrLink: string) => Promise<unknown>,
  path: string,
): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  let next = path;
  for (let count = 0; count < MAX_PAGES; count += 1) {
    const { value, '@odata.nextLink': link } = Page.parse(await read(next));
    items.push(...value);
    if (!link) return items;
    next = link;
  }
  throw new Error(`The listing does not end within ${MAX_PAGES} pages`);
}
