import type { Detector, Finding } from '../../domain/guard.ts'
import type { Span } from '../../domain/document.ts'
import { united } from '../without-overlap.ts'
import { matching } from './matching.ts'

const marker = (word: string): string => `-----${word} (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----`
const begin = new RegExp(marker('BEGIN'), 'g')
const end = new RegExp(marker('END'), 'g')
const whole = matching('private_key', new RegExp(`${marker('BEGIN')}[\\s\\S]{0,8000}?${marker('END')}`, 'u'))

/** PEM and OpenSSH private keys; of those that are cut off what is left: the lines at a marker, or lines enough to be told from anything else. */
export const privateKey: Detector = (text) => {
  const blocks = blocksOf(text)
  const hasMarkers = text.includes('PRIVATE KEY')
  if (!hasMarkers && blocks.length === 0) return []
  return united([...(hasMarkers ? [...whole(text), ...opened(text, blocks), ...closed(text, blocks)] : []), ...alone(text, blocks)])
}

/** Lines of base64 with nothing but line ends, quotes and marks of quoting between them. */
interface Block extends Span {
  /** Lines as long as those of a key, of letters that no word has. */
  readonly long: number
}

const line = /[A-Za-z\d+/]{16,}={0,2}/g
// Also as in JSON and YAML, in quotes and in lists.
const gap = /^(?:[\s"',;>|#*`]|\\[nr]?){0,80}$/

const blocksOf = (text: string): Block[] => {
  const blocks: Block[] = []
  for (const { 0: written, index } of text.matchAll(line)) {
    const last = blocks.at(-1)
    const found = { start: index, end: index + written.length, long: written.length >= 40 && isRandom(written) ? 1 : 0 }
    if (last && isGap(text, last.end, found.start)) blocks[blocks.length - 1] = { start: last.start, end: found.end, long: last.long + found.long }
    else blocks.push(found)
  }
  return blocks.map((block) => ({ ...block, end: block.end + lastLine(text, block.end) }))
}

const headers = /^[A-Z][\w-]{2,30}: .*$/gm

const isGap = (text: string, from: number, to: number): boolean => to - from <= 80 && gap.test(text.slice(from, to))

/** Length of the gap and the short last line of a key, where one follows. */
const lastLine = (text: string, from: number): number =>
  /^(?:\s|\\[nr]){1,20}(?![A-Z]?[a-z]+$)[A-Za-z\d+/]{1,15}={0,2}(?=(?:\s|\\[nr]){0,20}(?:-----END|$))|^(?:\s|\\[nr]){1,20}[A-Za-z\d+/]{1,15}={1,2}(?![\w+/=])/.exec(
    text.slice(from, from + 60),
  )?.[0].length ?? 0

// Hexadecimal digits are sums of files, and a path has many slashes.
const isRandom = (written: string): boolean =>
  /[a-z]/.test(written) && /[A-Z]/.test(written) && /\d/.test(written) && /[g-z]/i.test(written) && (written.match(/\//g)?.length ?? 0) <= written.length / 8

/** From a marker that begins a key to the end of the lines after it. */
const opened = (text: string, blocks: readonly Block[]): Finding[] =>
  [...text.matchAll(begin)].map(({ 0: mark, index }) => {
    const from = index + mark.length
    const body = blocks.find((block) => block.end > from && block.start - from <= 400)
    const isBody = body && gap.test(text.slice(from, body.start).replace(headers, ''))
    return { kind: 'private_key', start: index, end: isBody ? body.end : from + lastLine(text, from) }
  })

/** From the lines before a marker that ends a key to the marker. */
const closed = (text: string, blocks: readonly Block[]): Finding[] =>
  [...text.matchAll(end)].map(({ 0: mark, index }) => {
    const rest = /(?:^|\s|\\[nr])([A-Za-z\d+/]{1,15}={0,2})(?:\s|\\[nr]){0,20}$/.exec(text.slice(Math.max(0, index - 60), index))
    const from = rest ? index - rest[0].length : index
    const body = blocks.findLast((block) => block.start < index)
    const isBody = body && (isGap(text, body.end, from) || isGap(text, body.end, index))
    return { kind: 'private_key', start: isBody ? body.start : rest && from === 0 ? 0 : index, end: index + mark.length }
  })

/** Lines without a marker: three and more, or one that is all there is; not those of a certificate, a public key or a picture. */
const alone = (text: string, blocks: readonly Block[]): Finding[] =>
  blocks
    .filter(({ start, end: last, long }) => {
      const isAll = long > 0 && text.slice(0, start).trim() === '' && text.slice(last).trim() === ''
      if (long < 3 && !isAll) return false
      const before = text.slice(Math.max(0, start - 300), start).replace(headers, '')
      const isOther = /(?:-----|base64,|: )[\s"'`\\nr]*$/.test(before) && !begin.test(before)
      begin.lastIndex = 0
      return !isOther && !/^(?:[\s"'`]|\\[nr])*-----END (?!.{0,40}PRIVATE KEY)/.test(text.slice(last, last + 120))
    })
    .map(({ start, end: last }) => ({ kind: 'private_key', start, end: last }))
