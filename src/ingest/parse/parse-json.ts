import { languageOfData } from './data-language.ts'
import { mediaTypes } from './detect-type.ts'
import { JsonProblem, readJson, type JsonEntry, type JsonNode } from './json-tree.ts'
import { layOutJson } from './layout-json.ts'
import type { Block, ParsedDocument } from './parsed.ts'
import { parsePlain } from './parse-plain.ts'

/**
 * Laid out once so that a record is a line, which is found and quoted whole; with comments it stays as it is, because people wrote it.
 * The path of keys is the heading path. What is no JSON is read as plain text, and told.
 */
export const parseJson = (source: string): ParsedDocument => {
  try {
    readJson(source, Infinity)
    const text = comment.test(source) ? source : layOutJson(source)
    const root = readJson(text, sectionLength)
    return { ...parsePlain(text), title: titleOf(text, root), language: languageOfData(text), mediaType: mediaTypes.json, blocks: blocksOf(text, root) }
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error
    return {
      ...parsePlain(source),
      title: '',
      mediaType: mediaTypes.json,
      notes: [`It ${error.message} and was read as plain text.`],
    }
  }
}

/** A record on each line. Lines are kept whole where they fit, and cut between their fields where they do not. */
export const parseJsonLines = (text: string): ParsedDocument => {
  const cuts: number[] = []
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    cuts.push(start)
    if (end - start > sectionLength) cuts.push(...fieldsOf(text.slice(start, end)).map((at) => start + at))
    start = end + 1
  }
  return {
    ...parsePlain(text),
    title: '',
    language: languageOfData(text),
    mediaType: mediaTypes.jsonLines,
    blocks: [{ kind: 'list', start: 0, end: text.length, cuts }],
  }
}

/** What is longer has a heading of its own: about what fills a chunk. */
const sectionLength = 500

// Or an address within a text, which does no harm: it costs the layout of a file whose lines begin with one.
const comment = /^\s*\/[/*]|[,{[\]}]\s*\/[/*]/m

const fieldsOf = (line: string): number[] => {
  try {
    return readJson(line, 0).entries.map(({ start }) => start)
  } catch {
    return []
  }
}

/** An OpenAPI document's or a manifest's own title, where it has one. */
const titleOf = (text: string, root: JsonNode): string => {
  const info = root.entries.find(({ key }) => key === 'info')?.value
  const field = info && readJson(text.slice(info.start, info.end), 0).name
  return root.name ?? field ?? ''
}

const blocksOf = (text: string, root: JsonNode): Block[] => {
  if (root.kind === 'scalar' || root.entries.length === 0) return [{ kind: 'list', start: root.start, end: root.end }]
  const blocks: Block[] = []
  unseen(blocks, root.start, root.start + 1)
  addEntries(root, 1, text.length, blocks)
  return blocks
}

/** Large entries are sections; runs of small ones are lists under the heading of what they lie in. */
const addEntries = (node: JsonNode, depth: number, end: number, blocks: Block[]): void => {
  let run: JsonEntry[] = []
  let afterSection = false
  const closeRun = (end: number): void => {
    const [first] = run
    if (!first) return
    // A heading without words leads back to the path of what the section before lies in.
    const from = !afterSection ? first.start : first.key === null ? first.value.end : first.value.start
    if (afterSection) blocks.push({ kind: 'heading', start: first.start, end: from, depth, title: '' })
    if (from < end) blocks.push({ kind: 'list', start: from, end, cuts: run.slice(1).map(({ start }) => start) })
    run = []
    afterSection = false
  }
  node.entries.forEach((entry, index) => {
    const next = node.entries[index + 1]?.start ?? node.end - 1
    if (entry.value.entries.length === 0) {
      run.push(entry)
      if (!node.entries[index + 1]) closeRun(next)
      return
    }
    closeRun(entry.start)
    blocks.push({ kind: 'heading', start: entry.start, end: entry.value.start + 1, depth, title: entry.key ?? entry.value.name ?? `${index + 1}` })
    addEntries(entry.value, depth + 1, entry.value.end - 1, blocks)
    unseen(blocks, entry.value.end - 1, next)
    afterSection = true
  })
  unseen(blocks, node.end - 1, end)
}

/** Brackets and commas between sections say nothing alone. */
const unseen = (blocks: Block[], start: number, end: number): void => {
  if (end > start) blocks.push({ kind: 'unseen', start, end })
}
