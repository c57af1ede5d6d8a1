/** Variants beside each other: which is good at what, at what cost. */
import type { z } from 'zod'
import type { evalRun } from '../../../operations/evaluation/run.ts'
import { figure } from './figure.ts'

type Run = z.output<typeof evalRun.output>
type Variant = Run['variants'][number]
type Metric = Variant['metrics'][number]

const nameWidth = 21
const columns = 80

export const sideBySide = ({ variants }: Run): string[] => {
  const width = Math.max(10, Math.floor((columns - 2 - nameWidth) / variants.length))
  const row = (name: string, cells: readonly string[]): string =>
    `  ${cutTo(name, nameWidth - 1).padEnd(nameWidth)}${cells.map((cell) => cell.padStart(width)).join('')}`.trimEnd()
  const names = [...new Set(variants.flatMap(({ metrics }) => metrics.map(({ name }) => name)))]
  const tags = [...new Set(variants.flatMap((it) => it.tags.map(({ tag }) => tag)))]
  return [
    '',
    row(
      '',
      variants.map(({ name }) => cutTo(name, width - 1)),
    ),
    ...names.flatMap((name) => {
      const metrics = variants.map((it) => it.metrics.find((metric) => metric.name === name))
      // Many answers come in one piece: the others alone have a first word.
      const over = name === 'first_token_p50' ? [row('  over answers', metrics.map((it) => String(it?.n ?? 0)))] : [] // prettier-ignore
      return [row(name, best(metrics)), ...over]
    }),
    row(
      'cost of all',
      variants.map(({ cost_usd: cost }) => (cost === null ? 'not known' : figure(cost, 'usd'))),
    ),
    ...(tags.length > 0 ? ['', '  correct, by tag'] : []),
    ...tags.map((tag) => row(tag, best(variants.map((it) => ofTag(it, tag))))),
  ]
}

const ofTag = (variant: Variant, tag: string): Metric | undefined => variant.tags.find((it) => it.tag === tag)?.metrics.find(({ name }) => name === 'correct')

/** The best one is starred where they differ. */
const best = (metrics: readonly (Metric | undefined)[]): string[] => {
  const known = metrics.filter((it) => it !== undefined)
  const sign = known[0]?.better === 'lower' ? -1 : 1
  const top = Math.max(...known.map(({ value }) => sign * value))
  const differ = known.some(({ value }) => sign * value < top)
  return metrics.map((it) => (it === undefined ? '–' : `${differ && sign * it.value === top ? '*' : ''}${figure(it.value, it.unit)}`))
}

const cutTo = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text)
