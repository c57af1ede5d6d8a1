/** What paragraphs of a Word document are, by their styles, in mammoth's words: headings of any name and language, code, quotes. */
export const docxStyles = (stylesXml: string): string[] => [
  "p[style-name='Title'] => h1:fresh",
  ...paragraphStyles(stylesXml).flatMap(({ name, level }) => {
    const style = `p[style-name='${name.replace(/['\\]/g, '\\$&')}']`
    if (level !== null) return [`${style} => h${level}:fresh`]
    if (/^toc \d/i.test(name)) return [`${style} => !`] // repeats the headings
    if (code.test(name)) return [`${style} => pre:separator('\\n')`]
    return quote.test(name) ? [`${style} => blockquote > p:fresh`] : []
  }),
  ...['Verbatim Char', 'HTML Code', 'Source Text', 'Code', 'Inline Code'].map((name) => `r[style-name='${name}'] => code`),
]

// As Word, LibreOffice, Google and pandoc call them.
const code = /^(?:html preformatted|preformatted text|source code|code(?: block)?|listing|verbatim|macro text)$/i
const quote = /^(?:(?:intense )?quote|block text|quotations)$/i

interface Style {
  readonly name: string
  readonly basedOn: string | null
  readonly outline: number | null
}

/** A heading is what stands in the outline, itself or by the style it is based on. */
const paragraphStyles = (xml: string): { name: string; level: number | null }[] => {
  const styles = new Map<string, Style>()
  for (const [source, attributes] of xml.matchAll(/<w:style\b([^>]*)>[^]*?<\/w:style>/g)) {
    const id = /w:styleId="([^"]*)"/.exec(attributes!)?.[1]
    const name = /<w:name w:val="([^"]*)"/.exec(source)?.[1]
    if (!id || !name || !attributes!.includes('w:type="paragraph"')) continue
    const outline = /<w:outlineLvl w:val="(\d)"/.exec(source)?.[1]
    styles.set(id, { name, basedOn: /<w:basedOn w:val="([^"]*)"/.exec(source)?.[1] ?? null, outline: outline ? Number(outline) : null })
  }
  return [...styles.values()].map((style) => ({ name: style.name, level: levelOf(style, styles) }))
}

const bodyText = 9

const levelOf = (style: Style, styles: ReadonlyMap<string, Style>): number | null => {
  let above: Style | undefined = style
  // A chain of more than ten leads in a circle.
  for (let steps = 0; above && steps < 10; steps++) {
    if (above.outline !== null) return above.outline === bodyText ? null : Math.min(6, above.outline + 1)
    above = styles.get(above.basedOn ?? '')
  }
  return null
}
