import type { Passage } from '../../domain/document.ts'
import { tableHeaderOf } from './quoted-table.ts'
import type { ReadSentence } from './reading.ts'

/** A value of a row with what its row calls it: `wholesale gbp` and `6.90`. */
export interface LabelledPair {
  readonly label: string
  readonly text: string
}

/** The named values of a row: cells under their columns, `name: value; name: value`, members of a JSON object. Empty for what is no row of several. */
export const labelledPairs = (passage: Passage, { sentence, raw }: ReadSentence): LabelledPair[] => {
  const pairs = sentence.kind === 'row' ? cellsOf(passage, sentence.start, raw) : [...membersOf(raw), ...listedOf(raw)]
  return pairs.length > 1 ? pairs : []
}

const cellsOf = (passage: Passage, start: number, raw: string): LabelledPair[] => {
  const header = tableHeaderOf(passage, start)
  if (!header) return []
  const columns = splitRow(passage.text.slice(header.start, header.end).split('\n')[0]!)
  return splitRow(raw).flatMap((text, index) => (columns[index] ? [{ label: columns[index], text }] : []))
}

const splitRow = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())

const membersOf = (raw: string): LabelledPair[] =>
  [...raw.matchAll(/"(?<label>[^"\\]{1,80})"\s*:\s*(?<text>"(?:[^"\\]|\\.)*"|[^\s,{}[\]]+)/g)].map(({ groups }) => ({
    label: groups!['label']!,
    text: groups!['text']!,
  }))

const listedOf = (raw: string): LabelledPair[] =>
  raw.includes('; ')
    ? [...raw.matchAll(/(?:^|;\s)\s*(?<label>[^:;"]{1,80}):\s(?<text>[^;]*)/g)].map(({ groups }) => ({
        label: groups!['label']!.trim(),
        text: groups!['text']!.trim(),
      }))
    : []
