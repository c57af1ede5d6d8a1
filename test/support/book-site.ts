/** A folder of Markdown as the site of a book: each page rendered in a theme, links to pages as their generators write them. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { mdBookContents, type Theme } from './book-themes.ts'

/** Pages by path below `prefix` (`/book/`); the README of a folder is its index. */
export const bookSite = (folder: string, prefix: string, theme: Theme, count = Infinity): Record<string, string> => {
  const files = globSync('**/*.md', { cwd: folder })
    .filter((file) => !/(?:^|\/)SUMMARY\.md$/.test(file))
    .sort()
    .slice(0, count)
  const rendered = files.map((file) => ({ path: prefix + addressOf(file), ...render(readFileSync(join(folder, file), 'utf8'), file) }))
  const contents = rendered.map(({ path, title }) => [path, title] as const)
  return {
    [`${prefix}toc.html`]: mdBookContents({ title: 'Contents', html: '', contents, address: `${prefix}toc.html` }),
    ...Object.fromEntries(
      rendered.map(({ path, title, html }) => [path, theme({ title, html, contents, address: path }).replaceAll('src="toc.html"', `src="${prefix}toc.html"`)]),
    ),
  }
}

const addressOf = (file: string): string => file.replace(/(^|\/)README\.md$/i, '$1').replace(/\.md$/, '.html')

const render = (text: string, file: string): { title: string; html: string } => {
  const body = text.replace(/^---\n.*?\n---\n/s, '')
  const html = micromark(body, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true }).replace(
    /href="(?!https?:)([^"#]+)\.md(#[^"]*)?"/g,
    (_, path: string, anchor = '') => `href="${path.replace(/(^|\/)README$/i, '$1./')}.html${anchor}"`.replace('./.html', './'),
  )
  return { title: /^title:\s*(.+)$/m.exec(text.split('\n---')[0]!)?.[1] ?? /<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1]?.replace(/<[^>]*>/g, '') ?? file, html }
}
