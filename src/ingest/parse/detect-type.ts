import { AppError } from '../../base/error.ts'
import { codeLanguageOf, codeMediaType, isOwnCode } from '../code/code-languages.ts'

export const mediaTypes = {
  markdown: 'text/markdown',
  mdx: 'text/mdx',
  html: 'text/html',
  plain: 'text/plain',
  rst: 'text/x-rst',
  asciidoc: 'text/asciidoc',
  org: 'text/org',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  jsonLines: 'application/jsonl',
  notebook: 'application/x-ipynb+json',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
} as const

export type MediaType = (typeof mediaTypes)[keyof typeof mediaTypes]

const byExtension: Readonly<Record<string, MediaType>> = {
  md: mediaTypes.markdown,
  mkd: mediaTypes.markdown,
  markdown: mediaTypes.markdown,
  html: mediaTypes.html,
  htm: mediaTypes.html,
  xhtml: mediaTypes.html,
  txt: mediaTypes.plain,
  text: mediaTypes.plain,
  rst: mediaTypes.rst,
  adoc: mediaTypes.asciidoc,
  asciidoc: mediaTypes.asciidoc,
  org: mediaTypes.org,
  mdx: mediaTypes.mdx,
  csv: mediaTypes.csv,
  tsv: mediaTypes.tsv,
  json: mediaTypes.json,
  jsonl: mediaTypes.jsonLines,
  ndjson: mediaTypes.jsonLines,
  ipynb: mediaTypes.notebook,
  docx: mediaTypes.docx,
  pdf: mediaTypes.pdf,
}

/** Of the last part of a path, in lower case and without its dot; empty for none. */
export const extensionOf = (path: string): string => /[^/]\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''

/** Of a text that a program sends: what its name says, else Markdown. */
export const typeOfText = (source: string): MediaType | `text/x-${string}` => {
  const code = codeLanguageOf(source)
  const named = byExtension[extensionOf(source)]
  if (named === undefined) return code ? codeMediaType(code) : mediaTypes.markdown
  return binary.includes(named) ? mediaTypes.markdown : named
}

/** What a walk picks up. A file that was named by the user is tried whatever its name. */
export const isDocumentName = (path: string): boolean => !isForTools(path) && (isDocumentExtension(path) || /(?:^|\/)readme$/i.test(path) || isOwnCode(path))

/** A name or a media type of a document that is not source code. */
export const isDocumentExtension = (path: string): boolean => extensionOf(path) in byExtension
export const isDocumentType = (stated: string | undefined): boolean => typeStated(stated) !== undefined

const typeStated = (stated: string | undefined): MediaType | undefined => {
  const said = stated?.split(';')[0]!.trim().toLowerCase()
  return Object.values(mediaTypes).find((type) => type === said)
}

/** What is written for programs: settings, lock files, build output. No reader would ask it anything. */
const isForTools = (path: string): boolean => isJsonForTools(path) || isBookSetting(path)

/** Of mdBook, MkDocs, Docusaurus, Jekyll, Jupyter Book. */
const isBookSetting = (path: string): boolean =>
  /(?:^|\/)(?:book\.toml|mkdocs\.ya?ml|docusaurus\.config\.[cm]?[jt]s|sidebars\.[cm]?[jt]s|_(?:config|toc)\.ya?ml)$/i.test(path)

const isJsonForTools = (path: string): boolean =>
  /(?:^|\/)(?:package|npm-shrinkwrap|composer|bower|lerna|nx|turbo|angular|vercel|firebase|deno|biome|renovate|manifest|components|[tj]sconfig[^/]*|[^/]*(?:[.-](?:lock|min|map)|manifest))\.json$/i.test(
    path,
  )

const binary: readonly MediaType[] = [mediaTypes.pdf, mediaTypes.docx]

/** A stated media type first, then what the bytes say of themselves, then the name. */
export const detectType = (bytes: Uint8Array, source: string, stated?: string): MediaType => {
  const known = typeStated(stated)
  const named = known ?? byExtension[extensionOf(source)]
  if (known && !binary.includes(known)) return known
  if (startsWith(bytes, '%PDF-', 1024)) return mediaTypes.pdf
  // Mail programs put lines before it; a text that is no PDF by name may speak of them.
  if (named === mediaTypes.pdf && contains(bytes.subarray(0, 1024), '%PDF-')) return mediaTypes.pdf
  if (named === mediaTypes.pdf) throw new AppError('invalid', 'This is named a PDF, but its content is not one. Open it in a viewer and save it again.')
  if (isWordDocument(bytes)) return mediaTypes.docx
  const foreign = foreignKind(bytes)
  if (foreign) throw new AppError('invalid', foreign)
  if (named === mediaTypes.docx)
    throw new AppError('invalid', 'This is named a Word document, but its content is not one. Open it in a word processor and save it again.')
  return named ?? (startsWith(bytes, '<!doctype html', 256) || startsWith(bytes, '<html', 256) ? mediaTypes.html : mediaTypes.plain)
}

const startsWith = (bytes: Uint8Array, mark: string, within: number): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, within)).toString('latin1').toLowerCase().trimStart().startsWith(mark.toLowerCase())

/** The names of an archive's members stand in it as they are. */
const isWordDocument = (bytes: Uint8Array): boolean => hexOf(bytes).startsWith(zip) && contains(bytes, 'word/')

const zip = '504b0304'
const oldOffice = 'd0cf11e0'
// In UTF-16, byte by byte: Node's own search for UTF-16 never ends in a buffer that begins at an odd address.
const encryptedPart = [...'EncryptedPackage'].join('\0')

const signatures: readonly (readonly [string, string])[] = [
  [zip, 'a ZIP archive or an Office document'],
  [oldOffice, 'an old Office document'],
  ['1f8b', 'a gzip archive'],
  ['89504e47', 'a PNG picture'],
  ['ffd8ff', 'a JPEG picture'],
  ['47494638', 'a GIF picture'],
  ['7f454c46', 'a program'],
]

/** The sentence for a kind of file that is not read. */
const foreignKind = (bytes: Uint8Array): string | undefined => {
  if (!bytes.subarray(0, 4096).includes(0)) return undefined // prose may begin with "GIF8"
  const head = hexOf(bytes)
  if (head.startsWith(oldOffice) && contains(bytes, encryptedPart)) return 'This Office document is encrypted. Save a copy of it without a password.'
  const kind = signatures.find(([signature]) => head.startsWith(signature))?.[1]
  return kind && `This is ${kind}, which is not read. Save it as DOCX, PDF, HTML or Markdown.`
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 8)).toString('hex')

const contains = (bytes: Uint8Array, words: string): boolean => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(words, 0, 'latin1')
