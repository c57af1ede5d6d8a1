/** Text of a file as values that know where they stand. */
import { isAlias, isCollection, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document, type YAMLParseError } from 'yaml'
import { AppError } from './error.ts'

export type Path = readonly PropertyKey[]

export interface Located {
  readonly value: unknown
  /** `suite.yaml:12`, of the value at the path, or of what holds it. */
  placeOf(path: Path): string
}

/** One sentence, with file and line before it. */
export const faultAt = (place: string, sentence: string): AppError => new AppError('invalid', `${place}: ${sentence}`)

/** YAML 1.2, and JSON, which is part of it. Fails with `invalid` and the first line that cannot be read. */
export const locateYaml = (text: string, file: string): Located => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [fault] = document.errors
  if (fault) throw faultAt(`${file}:${lines.linePos(fault.pos[0]).line}`, yamlFault(fault, text))
  return {
    value: plain(document, file),
    placeOf: (path) => `${file}:${lines.linePos(offsetOf(document, path)).line}`,
  }
}

/** One JSON value a line; blank lines are passed over. Fails with `invalid` and the line. */
export const locateJsonLines = (text: string, file: string): Located => {
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, place: `${file}:${index + 1}` }]))
  return {
    value: lines.map(({ line, place }) => {
      try {
        return JSON.parse(line) as unknown
      } catch (error) {
        throw faultAt(place, `This line is no JSON: ${(error as Error).message}.`)
      }
    }),
    placeOf: ([index]) => lines[Number(index)]?.place ?? `${file}:1`,
  }
}

const yamlFault = ({ code, message, pos }: YAMLParseError, text: string): string => {
  if (code !== 'DUPLICATE_KEY') return `This is no YAML: ${firstLine(message)}`
  const key = /^\s*"?([^":\n]{1,63})/.exec(text.slice(pos[0]))?.[1] ?? 'A name'
  return `"${key}" stands here twice. Keep one.`
}

// A file of a few hundred bytes may stand for gigabytes by aliases of aliases; the library counts them.
const plain = (document: Document, file: string): unknown => {
  try {
    return document.toJS({ maxAliasCount: 1000 })
  } catch (error) {
    throw faultAt(`${file}:1`, `This YAML cannot be unfolded: ${firstLine((error as Error).message)}`)
  }
}

/** Of the key where there is one: a fault in a long value is shown where it begins. */
const offsetOf = (document: Document, path: Path): number => {
  let node: unknown = document.contents
  let offset = 0
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (!isCollection(node)) break
    const inner = isMap(node) ? node.items.find((it) => isScalar(it.key) && String(it.key.value) === String(step)) : node.items[Number(step)]
    const at = isPair(inner) ? inner.key : inner
    if (isNode(at) && at.range) offset = at.range[0]
    node = isPair(inner) ? inner.value : inner
  }
  return offset
}

const firstLine = (message: string): string => message.split('\n', 1)[0]!.replace(/:$/, '.')
