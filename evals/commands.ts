/** What the recogniser of commands costs: everyday commands that only read and are called dangerous all the same. `node evals/commands.ts [--show]` */
import { wilson } from '../src/evaluate/statistics/wilson.ts'
import { openCommandJudge } from '../src/guard/command/open-command-judge.ts'
import { usages } from '../src/guard/command/usage/usages.ts'
import { isAscii, nameOf, onlyReads, piecesOf, readEveryday, shapeOf, type Everyday } from './commands/everyday.ts'

const judge = await openCommandJudge()
const lines = readEveryday(new URL('../../shared/data/', import.meta.url)).map((it) => ({ ...it, ...shapeOf(it.text) }))
const count = (shape: string): number => lines.filter((it) => it.shape === shape).length
console.log(
  `${lines.length} lines: ${count('literal')} one simple command of literal words, ${count('changed')} one that the shell changes, ${count('several')} more than that`,
)

const isCovered = ({ words }: Everyday): boolean => usages.has(nameOf(words[0] ?? ''))
const covered = (of: readonly Everyday[]): Everyday[] => of.filter((it) => isCovered(it) && onlyReads(it.words))
const alarms = (name: string, of: readonly Everyday[]): void => {
  const called = of.filter(({ text }) => judge(text).verdict !== 'safe')
  const { low, high } = wilson(called.length, of.length)
  const percent = (share: number): string => (100 * share).toFixed(2)
  console.log(`${name.padEnd(44)} ${called.length} of ${of.length} = ${percent(called.length / of.length)} % [${percent(low)}–${percent(high)}]`)
  if (process.argv.includes('--show')) for (const { line, text } of called) console.log(`   ${line}: ${text}  —  ${judge(text).why}`)
}

const oneLiners = covered(lines.filter((it) => it.shape === 'literal'))
alarms('one-liners that only read', oneLiners)
alarms('… of plain ASCII', oneLiners.filter(isAscii))
alarms('… each once', [...new Map(oneLiners.filter(isAscii).map((it) => [it.text, it])).values()])

const known = new Set(lines.map(({ text }) => text))
const pieces = [...new Set(lines.flatMap(({ text }) => piecesOf(text)))]
  .filter((text) => text !== '' && !known.has(text))
  .map((text) => ({ line: 0, text, ...shapeOf(text) }))
const readingPieces = covered(pieces.filter((it) => it.shape === 'literal'))
alarms('members of pipelines, each once', readingPieces)
alarms('… of plain ASCII', readingPieces.filter(isAscii))

const changing = [...lines, ...pieces].filter((it) => isCovered(it) && !onlyReads(it.words))
console.log(`that change something: ${changing.filter(({ text }) => judge(text).verdict === 'safe').length} of ${changing.length} called safe`)
