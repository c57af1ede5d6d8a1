import type { Observation } from '../domain/capability.ts'
import { causeCategories, type CauseCategory } from '../domain/investigation.ts'
import { askModel } from './ask-model.ts'
import { clueOf, looksWrong } from './clues.ts'
import { evidenceOfLine } from './evidence.ts'
import type { Hypothesis } from './hypothesis.ts'
import { lineTime } from './line-time.ts'
import type { Run } from './run.ts'
import { seenOf, shown } from './seen.ts'

interface Line {
  readonly observation: Observation
  readonly text: string
}

/** Older lines are of another day: what was wrong then is not what is wrong now. */
const recentMs = 60 * 60_000
/** By patterns; by a model that has read nothing but the lines. Neither is enough alone for a cause that figures contradict. */
const strengths = { patterns: 0.5, model: 0.25 }

/**
 * What hostile text says, as categories of a closed list and the lines that they were read in: nothing else of it gets any further. The reader has no
 * tools, and no look depends on what it says.
 */
export const readLines = async (run: Run, isClear: boolean): Promise<Hypothesis[]> => {
  const { parts, observations } = run
  const now = parts.now()
  const lines = observations.flatMap((observation) => observation.lines.map((text): Line => ({ observation, text })))
  const recent = lines.filter(isRecent(observations, now))
  const told = recent
    // The kernel's are counted by the kernel, and told apart by whose they are.
    .filter(({ observation }) => observation.capability !== 'kernel_log')
    .flatMap((line) => {
      const category = clueOf(line.text)
      return category ? [{ line, category }] : []
    })
  const seen = seenOf(observations, parts)
  const clue = ({ line: { observation, text }, category }: Clue, by: keyof typeof strengths): Hypothesis => ({
    category,
    service: seen.serviceOf({ observation }) ?? objectOf(observation, text),
    text: `${placeOf(observation)} tells of ${wordsOf(category)}: “${shown(words(text))}”.`,
    evidence: [evidenceOfLine(observation, text, `A line tells of ${wordsOf(category)}.`)],
    strength: strengths[by],
    writtenAt: lineTime(text, now),
  })
  const unread = recent.filter(({ text }) => looksWrong(text) && clueOf(text) === null)
  // What was really written says more than what many lines have in common.
  const inOrder = told.toSorted((one, other) => Number(isTemplate(one)) - Number(isTemplate(other)))
  const isAgain = ({ line: { observation }, category }: Clue): boolean =>
    category !== 'crash_loop' || observation.capability === 'kubernetes_events' || endsAgain(recent.filter((it) => it.observation === observation))
  return [
    ...oneEach(inOrder)
      .filter(isAgain)
      .map((it) => clue(it, 'patterns')),
    ...(await readByModel(run, unread, isClear)).map((it) => clue(it, 'model')),
  ]
}

/** A pod that waits to be started again writes nothing meanwhile: of it the newest lines count, whenever they were written. */
const isRecent = (observations: readonly Observation[], now: Date): ((line: Line) => boolean) => {
  const newest = new Map(
    observations
      .filter(({ capability }) => capability === 'kubernetes_pod_logs')
      .map(({ id, lines }) => [id, Math.max(...lines.map((text) => lineTime(text, now)?.getTime() ?? 0))]),
  )
  return ({ observation, text }) => {
    const time = lineTime(text, now)?.getTime()
    return time === undefined || (newest.get(observation.id) || now.getTime()) - time <= recentMs
  }
}

/** One last word is an end, and many in a row are no more; with other words between them they are ends and beginnings. Of templates nobody knows the order. */
const endsAgain = (lines: readonly Line[]): boolean => {
  const isEnd = lines.map(({ observation, text }) => observation.capability !== 'log_templates' && clueOf(text) === 'crash_loop')
  return isEnd.filter((it, index) => it && !isEnd[index - 1]).length > 1
}

const isTemplate = ({ line }: Clue): boolean => line.observation.capability === 'log_templates'

/** What an event of Kubernetes is about: `2026-11-23T14:00:00Z FailedMount Pod/web-1: …`; null for all else. */
const objectOf = ({ capability }: Observation, line: string): string | null =>
  capability === 'kubernetes_events' ? (/^\S+ \w+ \w+\/([a-z0-9][a-z0-9.-]{0,252}): /.exec(line)?.[1] ?? null) : null

/** Whose words they are, as the operator calls it. */
const placeOf = ({ capability, params }: Observation): string => {
  const name = ['log', 'unit', 'pod', 'probe'].map((key) => params[key]).find((it) => typeof it === 'string')
  return name === undefined
    ? `What ${capability} read`
    : `${capability.includes('log') || capability.includes('journal') ? 'The log of' : 'What is said of'} ${shown(String(name))}`
}

/** Without the figures that stand before a template, and without its time: there is no room for them in a sentence. */
const words = (line: string): string => line.replace(/^[0-9a-f]+ \d+× \w+: /, '').replace(/^[\d\-/T:.,Z+ ]{19,35}/, '')

interface Clue {
  readonly line: Line
  readonly category: CauseCategory
}

/** The last of each category and look says it as well as a hundred. */
const oneEach = (clues: readonly Clue[]): Clue[] => [
  ...new Map(clues.map((clue) => [`${clue.line.observation.capability} ${JSON.stringify(clue.line.observation.params)} ${clue.category}`, clue])).values(),
]

const longestLine = 240
const largeModelTokens = 1_000

const readByModel = async (run: Run, lines: readonly Line[], isClear: boolean): Promise<Clue[]> => {
  const model = run.parts.model()
  if (!model || lines.length === 0) return []
  // A small model takes minutes to read what would change nothing.
  if (isClear && model.generator.passageBudgetTokens < largeModelTokens) return []
  // Small models read slowly: what does not fit is not worth more than its minutes.
  const most = model.generator.passageBudgetTokens >= largeModelTokens ? 40 : 10
  const chosen = distinctLines(lines).slice(-most)
  const schema = {
    type: 'object',
    properties: {
      clues: {
        type: 'array',
        maxItems: 4,
        items: {
          type: 'object',
          properties: { line: { type: 'integer', minimum: 1, maximum: chosen.length }, category: { enum: causeCategories } },
          required: ['line', 'category'],
          additionalProperties: false,
        },
      },
    },
    required: ['clues'],
    additionalProperties: false,
  }
  const numbered = chosen.map(({ text }, index) => `[${index + 1}] ${text.slice(0, longestLine).replace(/\s+/g, ' ')}`).join('\n')
  const said = await askModel(run, model, 'diagnose-read', { lines: numbered, categories: causeCategories.join(', ') }, schema, 300)
  const clues = (said as { clues?: unknown } | null)?.clues
  if (!Array.isArray(clues)) return []
  return clues.slice(0, 4).flatMap((it: unknown) => {
    const { line, category } = (it ?? {}) as { line?: unknown; category?: unknown }
    const known = causeCategories.find((one) => one === category)
    const read = typeof line === 'number' ? chosen[line - 1] : undefined
    return known && known !== 'unknown' && read ? [{ line: read, category: known }] : []
  })
}

/** Lines that differ in numbers alone are one. */
const distinctLines = (lines: readonly Line[]): Line[] => [
  ...new Map(lines.map((line) => [line.text.replace(/\d+/g, '#').slice(0, longestLine), line])).values(),
]

export const wordsOf = (category: CauseCategory): string => category.replaceAll('_', ' ')
