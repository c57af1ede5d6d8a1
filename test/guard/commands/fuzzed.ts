/** Strings near to commands: seeds that are changed by bytes, cut and joined, and words in all kinds of quotes. */
import fc from 'fast-check'
import { safeSeeds } from './seeds.ts'

const syntax = [
  ...'; & | < > ( ) { } [ ] $ ` \' " \\ ! # * ? ~ = , % ^ - + : / . @ \t \n \r \0 \x0b \x7f é \u00a0 \u2028 \uff1b \u2010'.split(' '),
  ' ',
  '&&',
  '||',
  ';;',
  '>&',
  '<<<',
  '<(',
  '$(',
  '${',
  "$'",
  '$"',
  '((',
  '\\\n',
  '\\(',
  '\\;',
  '\\$',
  '\\"',
  '""',
  "''",
  ' -',
  ' --',
  ' # ',
  ' ! ',
  ' !! ',
  '$ ',
  '$',
  'a',
  '0',
]
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...syntax) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }) },
)
const seed = fc.constantFrom(...safeSeeds)
const share = fc.integer({ min: 0, max: 1000 })

const changed = fc
  .tuple(seed, fc.array(fc.tuple(fc.constantFrom('insert', 'replace', 'remove', 'double'), share, piece), { minLength: 1, maxLength: 3 }))
  .map(([text, changes]) =>
    changes.reduce((now, [how, where, what]) => {
      const at = Math.floor((where / 1001) * (now.length + 1))
      if (how === 'insert') return now.slice(0, at) + what + now.slice(at)
      if (how === 'replace') return now.slice(0, at) + what + now.slice(at + 1)
      return how === 'remove' ? now.slice(0, at) + now.slice(at + 1) : now.slice(0, at) + now.slice(Math.max(0, at - 5))
    }, text),
  )

const joined = fc.tuple(seed, share, fc.constantFrom('', ' ', ...syntax), seed, share).map(([one, cutOne, between, other, cutOther]) => {
  const until = Math.floor((cutOne / 1000) * one.length)
  return one.slice(0, until) + between + other.slice(Math.floor((cutOther / 1000) * other.length))
})

const quoted = fc.tuple(fc.constantFrom('none', 'single', 'double', 'escaped'), fc.array(piece, { maxLength: 4 })).map(([quotes, parts]) => {
  const text = parts.join('')
  if (quotes === 'single') return `'${text}'`
  if (quotes === 'double') return `"${text}"`
  return quotes === 'escaped' ? text.replace(/[^a-z0-9]/gi, '\\$&') : text
})
const word = fc.array(fc.oneof(quoted, fc.constantFrom('a', 'b.txt', '-n', '/srv')), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''))
const written = fc
  .tuple(
    fc.constantFrom('ls', 'cat', 'find .', 'grep', 'wc', 'stat', 'find . -name', 'date +'),
    fc.array(word, { maxLength: 4 }),
    fc.constantFrom('', ' ', ';', '&', '\n', '#', '\\'),
  )
  .map(([program, words, end]) => `${program} ${words.join(' ')}${end}`)

export const fuzzedText = fc.oneof({ weight: 5, arbitrary: changed }, { weight: 2, arbitrary: joined }, { weight: 5, arbitrary: written })

/** `count` of them, in lots; the same for the same seed. */
export const fuzzedTexts = function* (count: number, from: number): Generator<string[]> {
  const lot = 10_000
  for (let made = 0; made < count; made += lot) yield fc.sample(fuzzedText, { seed: from + made, numRuns: Math.min(lot, count - made) })
}
