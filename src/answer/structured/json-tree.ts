/** A JSON value taken apart, so that its parts can be judged, left out and found again in its text. */
export type JsonNode = JsonLeaf | JsonObject | JsonArray

export interface JsonLeaf {
  readonly kind: 'leaf'
  value: string | number | boolean | null
}
export interface JsonObject {
  readonly kind: 'object'
  entries: { readonly key: string; readonly node: JsonNode }[]
}
export interface JsonArray {
  readonly kind: 'array'
  items: JsonNode[]
}

/** `JSON.parse(text.slice(start, end))` is the leaf's value; `pointer` (RFC 6901) leads to it in the whole. */
export interface LeafPlace {
  readonly leaf: JsonLeaf
  readonly pointer: string
  readonly start: number
  readonly end: number
}

export const toTree = (value: unknown): JsonNode => {
  if (Array.isArray(value)) return { kind: 'array', items: value.map(toTree) }
  if (typeof value === 'object' && value !== null) return { kind: 'object', entries: Object.entries(value).map(([key, one]) => ({ key, node: toTree(one) })) }
  return { kind: 'leaf', value: value as JsonLeaf['value'] }
}

export const fromTree = (node: JsonNode): unknown => {
  if (node.kind === 'leaf') return node.value
  if (node.kind === 'array') return node.items.map(fromTree)
  // Not by assignment: `__proto__` is a name like any other.
  return Object.fromEntries(node.entries.map(({ key, node: one }) => [key, fromTree(one)]))
}

/** The text that `JSON.stringify(value, null, 2)` writes, and where each leaf stands in it. */
export const printTree = (root: JsonNode): { text: string; places: LeafPlace[] } => {
  let text = ''
  const places: LeafPlace[] = []
  const list = (open: string, close: string, indent: string, count: number, write: (index: number) => void): void => {
    text += open
    for (let index = 0; index < count; index++) {
      text += `${index > 0 ? ',' : ''}\n${indent}  `
      write(index)
    }
    text += count > 0 ? `\n${indent}${close}` : close
  }
  const print = (node: JsonNode, pointer: string, indent: string): void => {
    if (node.kind === 'leaf') {
      const start = text.length
      text += JSON.stringify(node.value)
      places.push({ leaf: node, pointer, start, end: text.length })
    } else if (node.kind === 'array') {
      list('[', ']', indent, node.items.length, (index) => print(node.items[index]!, `${pointer}/${index}`, `${indent}  `))
    } else {
      list('{', '}', indent, node.entries.length, (index) => {
        const { key, node: one } = node.entries[index]!
        text += `${JSON.stringify(key)}: `
        print(one, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, `${indent}  `)
      })
    }
  }
  print(root, '', '')
  return { text, places }
}
