import { AppError } from '../base/error.ts'

export const mediaTypes = {
  markdown: 'text/markdown',
  html: 'text/html',
  plain: 'text/plain',
  pdf: 'application/pdf',
} as const

export type MediaType = (typeof mediaTypes)[keyof typeof mediaTypes]

const byExtension: Readonly<Record<string, MediaType>> = {
  md: mediaTypes.markdown,
  mdx: mediaTypes.markdown,
  mkd: mediaTypes.markdown,
  markdown: mediaTypes.markdown,
  html: mediaTypes.html,
  htm: mediaTypes.html,
  xhtml: mediaTypes.html,
  txt: mediaTypes.plain,
  text: mediaTypes.plain,
  rst: mediaTypes.plain,
  adoc: mediaTypes.plain,
  asciidoc: mediaTypes.plain,
  org: mediaTypes.plain,
  pdf: mediaTypes.pdf,
}

/** Of the last part of a path, in lower case and without its dot; empty for none. */
export const extensionOf = (path: string): string => /[^/]\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''

/** What a walk picks up. A file that was named by the user is tried whatever its name. */
export const isDocumentName = (path: string): boolean => extensionOf(path) in byExtension || /(?:^|\/)readme$/i.test(path)

/** A stated media type first, then what the bytes say of themselves, then the name. */
export const detectType = (bytes: Uint8Array, source: string, stated?: string): MediaType => {
  const said = stated?.split(';')[0]!.trim().toLowerCase()
  const known = Object.values(mediaTypes).find((type) => type === said)
  const named = known ?? byExtension[extensionOf(source)]
  if (known && known !== mediaTypes.pdf) return known
  if (startsWith(bytes, '%PDF-', 1024)) return mediaTypes.pdf
  if (named === mediaTypes.pdf) throw new AppError('invalid', 'This is named a PDF, but its content is not one. Open it in a viewer and save it again.')
  const foreign = foreignKind(bytes)
  if (foreign) throw new AppError('invalid', `This is ${foreign}, which is not read. Save it as PDF, HTML or Markdown.`)
  return named ?? (startsWith(bytes, '<!doctype html', 256) || startsWith(bytes, '<html', 256) ? mediaTypes.html : mediaTypes.plain)
}

const startsWith = (bytes: Uint8Array, mark: string, within: number): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, within)).toString('latin1').toLowerCase().trimStart().startsWith(mark.toLowerCase())

const signatures: readonly (readonly [string, string])[] = [
  ['504b0304', 'a ZIP archive or an Office document'],
  ['d0cf11e0', 'an old Office document'],
  ['1f8b', 'a gzip archive'],
  ['89504e47', 'a PNG picture'],
  ['ffd8ff', 'a JPEG picture'],
  ['47494638', 'a GIF picture'],
  ['7f454c46', 'a program'],
]

const foreignKind = (bytes: Uint8Array): string | undefined => {
  if (!bytes.subarray(0, 4096).includes(0)) return undefined // prose may begin with "GIF8"
  const head = Buffer.from(bytes.subarray(0, 8)).toString('hex')
  return signatures.find(([signature]) => head.startsWith(signature))?.[1]
}
