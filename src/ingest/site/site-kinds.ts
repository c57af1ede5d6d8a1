import type { FetchedPage } from '../../domain/site.ts'
import { extensionOf, isDocumentName, mediaTypes } from '../parse/detect-type.ts'
import { limits } from '../parse/limits.ts'

/** A page of text is seldom a tenth of it; only PDFs and the like may be as large as a file. */
const textBytes = 10 * 1024 * 1024

/** Kinds whose name says nothing: the address or the bytes decide. */
const vague = new Set(['', 'text/plain', 'application/octet-stream', 'binary/octet-stream'])

const otherNames: Readonly<Record<string, string>> = {
  'application/xhtml+xml': mediaTypes.html,
  'text/x-markdown': mediaTypes.markdown,
  'text/vnd.daringfireball.markdown': mediaTypes.markdown,
  'application/x-pdf': mediaTypes.pdf,
}

/** How many bytes are read of a page that the server calls this; 0 when its kind is not read. */
export const limitOfKind = (mediaType: string, url: URL): number => {
  const type = otherNames[mediaType] ?? mediaType
  if (vague.has(type)) return type === 'text/plain' || isDocumentName(url.pathname) ? limits.fileBytes : 0
  if (!(Object.values(mediaTypes) as string[]).includes(type)) return 0
  return type === mediaTypes.html ? textBytes : limits.fileBytes
}

/** The media type to read it as; undefined lets its name and bytes decide. */
export const kindOfPage = ({ mediaType, bytes }: Pick<FetchedPage, 'mediaType' | 'bytes'>): string | undefined => {
  // A PDF that is served as a page is still one.
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-') return mediaTypes.pdf
  const type = otherNames[mediaType] ?? mediaType
  return vague.has(type) ? undefined : type
}

export const isHtmlPage = (page: Pick<FetchedPage, 'mediaType' | 'bytes'>): boolean => kindOfPage(page) === mediaTypes.html

/** Not worth asking for: kinds that are never read, the sources that Sphinx puts beside its pages, and mdBook's whole book in one page. */
export const isOtherKind = ({ pathname }: URL): boolean => otherExtensions.has(extensionOf(pathname)) || /\/_sources\/|\/print\.html$/.test(pathname)

/** Pages that generators make for finding others: their links are followed, their text is nothing but names. */
export const isForFinding = ({ pathname }: URL): boolean => /\/(?:toc|genindex(?:-\w+)?|py-modindex)(?:\.html|\/)$/.test(pathname)

const otherExtensions = new Set(
  'png jpg jpeg gif svg webp avif ico bmp tif tiff mp3 mp4 m4a m4v mov avi mkv webm ogg ogv wav woff woff2 ttf otf eot css js mjs map wasm zip gz tgz tar bz2 xz 7z rar jar exe dmg deb rpm msi iso apk bin whl'.split(
    ' ',
  ),
)

/** What the parser is told as a name: the path alone, because a query would hide its extension. */
export const nameOfPage = (url: URL): string => (url.pathname === '/' ? url.hostname : decodeSafely(url.pathname.slice(1)))

const decodeSafely = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
