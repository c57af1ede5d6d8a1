/** HTML that cannot be smuggled into: what is filled into a template is text, unless it is markup itself. */
export interface Markup {
  readonly markup: string
}

export type Content = Markup | string | number | null | undefined | false | readonly Content[]

/**
 * The only way to make markup: its constant parts are ours, everything else is escaped. Attributes have to stand in double quotes.
 * Lines and indents of the template become single spaces, so text that keeps its spaces needs an inline element close around it.
 */
export const html = (parts: TemplateStringsArray, ...contents: readonly Content[]): Markup => ({
  markup: String.raw({ raw: onOneLine(parts) }, ...contents.map(written)),
})

const flattened = new WeakMap<TemplateStringsArray, readonly string[]>()

const onOneLine = (parts: TemplateStringsArray): readonly string[] => {
  const known = flattened.get(parts)
  if (known) return known
  const flat = parts.map((part) => part.replace(/\s*\n\s*/g, ' '))
  flattened.set(parts, flat)
  return flat
}

const written = (content: Content): string => {
  if (content === null || content === undefined || content === false) return ''
  if (typeof content === 'string') return escaped(content)
  if (typeof content === 'number') return String(content)
  return 'markup' in content ? content.markup : content.map(written).join('')
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
// Control characters but tab and line feed: a parser of HTML drops or replaces them, each in its own way.
// oxlint-disable-next-line no-control-regex
const unfit = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(unfit, '\ufffd')
    .replace(/[&<>"']/g, (it) => escapes[it]!)

/** At most so many characters, halves of a pair not counted as one; says how many are missing. */
export const clipped = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most).toWellFormed()} … (${(text.length - most).toLocaleString('en-GB')} more characters)`
