/** Addresses of a sitemap (sitemaps.org), and of the sitemaps that an index of them names. */
export const readSitemap = (xml: string): { pages: string[]; sitemaps: string[] } => {
  const addresses = xml
    .matchAll(/<loc>\s{0,99}(?:<!\[CDATA\[)?([^<\]]{1,2048})/gi)
    .take(50_000)
    .map((match) => match[1]!.trim().replaceAll('&amp;', '&').replaceAll('&apos;', "'").replaceAll('&#39;', "'"))
    .toArray()
  return /<sitemapindex[\s>]/i.test(xml.slice(0, 2000)) ? { pages: [], sitemaps: addresses } : { pages: addresses, sitemaps: [] }
}
