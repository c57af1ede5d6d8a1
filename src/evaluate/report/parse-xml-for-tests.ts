/** Reads XML as strictly as its specification wants it; for tests, which would else only look for what they expect. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

const token = /<\/([\w-]+)>|<([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/y
const notAllowed = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|\]\]>/u
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#9': '\t', '#10': '\n', '#13': '\r' }

/** Throws at the first thing that no XML reader would take. */
export const parseXml = (xml: string): XmlElement => {
  const found = notAllowed.exec(xml)
  if (found) throw new Error(`${JSON.stringify(found[0])} at ${found.index} is not allowed in XML`)
  const document: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open = [document]
  token.lastIndex = xml.startsWith('<?xml') ? xml.indexOf('?>') + 2 : 0
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex
    const match = token.exec(xml)
    if (!match) throw new Error(`Not XML at ${at}: ${xml.slice(at, at + 60)}`)
    const [, closed, opened, attributes, isEmpty, text] = match
    if (text !== undefined) open.at(-1)!.text += decoded(text)
    else if (closed !== undefined) {
      if (open.pop()!.name !== closed) throw new Error(`</${closed}> closes nothing at ${at}`)
    } else {
      const element: XmlElement = { name: opened!, attributes: attributesOf(attributes!), children: [], text: '' }
      open.at(-1)!.children.push(element)
      if (!isEmpty) open.push(element)
    }
  }
  if (open.length !== 1 || document.children.length !== 1 || document.text.trim() !== '') throw new Error('One element has to hold all, and be closed.')
  return document.children[0]!
}

const attributesOf = (written: string): Record<string, string> =>
  Object.fromEntries([...written.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, decoded(value!)]))

const decoded = (text: string): string =>
  text.replace(/&([^;]*);?/g, (all, name: string) => {
    const character = entities[name]
    if (character === undefined || !all.endsWith(';')) throw new Error(`${all} is no entity`)
    return character
  })
