/** A log made by a seeded generator: hundreds of kinds of line with names, addresses, numbers, paths and free words, in the manner of five programs. */
import { seededRandom } from '../../src/base/random.ts'

const nouns =
  'session request connection worker cache shard segment replica snapshot lease token queue batch checkpoint volume index socket stream job partition'.split(
    ' ',
  )
const verbs =
  'opened closed started finished rejected accepted flushed renewed expired scheduled moved dropped retried merged loaded stored verified skipped'.split(' ')
const tails = 'by user from host in pool after timeout during recovery for tenant on device with status because of limit while draining'.split(' ')
const syllables = 'ka lo mi ra ten sol vi dor pa nu shi rel'.split(' ')
const kindCount = 400

export interface VariedLog {
  /** The next `count` lines, with their ends. */
  lines(count: number): string
}

export const variedLog = (seed: number): VariedLog => {
  const random = seededRandom(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const of = <Item>(items: readonly Item[]): Item => items[below(items.length)]!
  const values: readonly (() => string)[] = [
    () => String(below(100_000)),
    () => `10.${below(256)}.${below(256)}.${below(256)}:${1_024 + below(60_000)}`,
    () =>
      `req-${Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0')}`,
    () => `/var/lib/${of(nouns)}/${of(syllables)}${of(syllables)}/${below(1_000)}.dat`,
    () => of(syllables) + of(syllables) + of(syllables),
    () => `${(random() * 1_000).toFixed(2)}ms`,
  ]
  const kinds = Array.from({ length: kindCount }, () => {
    const words = [of(nouns), of(verbs), ...Array.from({ length: 2 + below(6) }, () => (random() < 0.45 ? of(values) : of([...nouns, ...tails])))]
    const level = random() < 0.1 ? 'ERROR' : random() < 0.2 ? 'WARN' : 'INFO'
    return { level, logger: `app.${of(nouns)}.${of(verbs)}`, words: words.map((word) => (typeof word === 'string' ? () => word : word)) }
  })
  let time = Date.UTC(2026, 0, 1)
  const line = (): string => {
    // A few kinds make most of the lines, as in real logs.
    const { level, logger, words } = kinds[Math.floor(kindCount * random() ** 3)]!
    time += below(200)
    return `${new Date(time).toISOString().replace('T', ' ').replace('Z', '')} ${level} [worker-${below(16)}] ${logger}: ${words.map((word) => word()).join(' ')}\n`
  }
  return { lines: (count) => Array.from({ length: count }, line).join('') }
}
