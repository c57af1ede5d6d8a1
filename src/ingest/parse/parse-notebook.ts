import { stripVTControlCharacters } from 'node:util'
import { AppError } from '../../base/error.ts'
import { mediaTypes } from './detect-type.ts'
import type { ParsedDocument } from './parsed.ts'
import { parseMarkdown } from './parse-markdown.ts'

/** Cells of nbformat 3 and 4, by the fields that are read; whatever else a file holds is of no interest. */
interface Notebook {
  readonly cells?: readonly Cell[]
  readonly worksheets?: readonly { readonly cells?: readonly Cell[] }[]
  readonly metadata?: { readonly kernelspec?: { readonly language?: string }; readonly language_info?: { readonly name?: string } }
}

interface Cell {
  readonly cell_type?: string
  readonly source?: Lines
  /** Of nbformat 3. */
  readonly input?: Lines
  readonly level?: number
  readonly language?: string
  readonly outputs?: readonly Output[]
}

interface Output {
  readonly output_type?: string
  readonly text?: Lines
  readonly data?: Readonly<Record<string, Lines>>
  readonly ename?: string
  readonly evalue?: string
}

type Lines = string | readonly string[]

// A plot's worth of numbers tells a reader nothing; what comes first in an output usually does.
const longestOutput = 2000

/** A notebook as Markdown, made once: prose as it is, code in the kernel's language, outputs that are words. Fails with `invalid` for what is no notebook. */
export const parseNotebook = (source: string): ParsedDocument => {
  const notebook = readNotebook(source)
  const cells = notebook.cells ?? notebook.worksheets?.flatMap((sheet) => sheet.cells ?? []) ?? []
  const language =
    notebook.metadata?.kernelspec?.language ?? notebook.metadata?.language_info?.name ?? cells.find((cell) => cell.language)?.language ?? 'python'
  const text = cells.flatMap((cell) => writeCell(cell, language.toLowerCase().replace(/[^\w+#-]/g, ''))).join('\n\n')
  return { ...parseMarkdown(`${text}\n`), mediaType: mediaTypes.notebook }
}

const readNotebook = (source: string): Notebook => {
  try {
    const notebook = JSON.parse(source) as Notebook | null
    if (Array.isArray(notebook?.cells ?? notebook?.worksheets)) return notebook!
  } catch (cause) {
    throw new AppError('invalid', 'This notebook is broken or cut off. Open it in Jupyter and save it again.', { cause })
  }
  throw new AppError('invalid', 'This is named a notebook, but holds no cells. Open it in Jupyter and save it again.')
}

const writeCell = (cell: Cell, language: string): string[] => {
  const source = joined(cell.source ?? cell.input).trim()
  if (cell.cell_type === 'heading') return [`${'#'.repeat(Math.min(6, Math.max(1, Number(cell.level) || 1)))} ${source}`]
  if (cell.cell_type !== 'code') return source ? [withoutPictures(source)] : []
  return [...(source ? [fenced(source, language)] : []), ...(Array.isArray(cell.outputs) ? cell.outputs : []).flatMap(writeOutput)]
}

const writeOutput = (output: Output): string[] => {
  const markdown = joined(output.data?.['text/markdown']).trim()
  if (markdown) return [withoutPictures(shortened(markdown))]
  // "<Figure size 640x480>" stands for a picture.
  if (Object.keys(output.data ?? {}).some((type) => type.startsWith('image/'))) return []
  const error = output.ename ? `${output.ename}: ${output.evalue ?? ''}` : ''
  const text = plain(error || joined(output.text) || joined(output.data?.['text/plain']))
  return text ? [fenced(shortened(text), 'text')] : []
}

const joined = (lines: unknown): string =>
  (Array.isArray(lines) ? lines.join('') : typeof lines === 'string' ? lines : '').replaceAll('\r\n', '\n').toWellFormed()

/** Without the colours of a terminal. */
const plain = (text: string): string => stripVTControlCharacters(text).replaceAll('\0', '').trim()

const withoutPictures = (markdown: string): string => markdown.replace(/data:[\w/+.-]+;base64,[\w+/=\s]{100,}/g, '')

const shortened = (text: string): string => (text.length <= longestOutput ? text : `${text.slice(0, longestOutput).toWellFormed().trimEnd()}\n…`)

const fenced = (text: string, language: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}
