import { sha256 } from '../../base/id.ts'
import type { AnswerVariant, EvalCase, EvalSuite, SuiteRubric, Threshold } from '../../domain/eval-suite.ts'
import { checkNames, judgeMetric, kindOf, preferMetric, retrievalPrefix, runNames } from '../run/metric-names.ts'
import { faultsOf } from '../../base/checked-file.ts'
import { checked } from './checked.ts'
import { locateYaml, type Located } from '../../base/located.ts'
import { didYouMean } from '../../base/nearest.ts'
import { readCases, readCasesFile } from './read-cases.ts'
import { suiteSchema, type SuiteFile } from './suite-file.ts'

/** What a suite needs from the disk, by paths as they stand in its file. */
export interface SuiteDisk {
  /** Fails with `not_found` and a sentence. */
  readText(path: string): Promise<string>
  /** SHA-256 of the names and bytes of all files below these paths. Fails with `not_found` and a sentence. */
  hashOf(paths: readonly string[]): Promise<string>
  /** The path as the rest of the program understands it. */
  resolve(path: string): string
}

/**
 * A suite from the text of its file. `file` is its name in messages.
 * Fails with `invalid` or `not_found`: a sentence with file and line for each fault.
 */
export const readSuite = async (text: string, file: string, disk: SuiteDisk): Promise<EvalSuite> => {
  const located = locateYaml(text, file)
  const given = checked(suiteSchema, located)
  const cases =
    typeof given.cases === 'string'
      ? readCasesFile(await inPlace(located, ['cases'], () => disk.readText(given.cases as string)), given.cases)
      : readCases(located, given.cases, ['cases'])
  const faults = [...placeFaults(given, located), ...variantFaults(given, located), ...judgeFaults(given, located), ...thresholdFaults(given, cases, located)]
  if (faults.length > 0) throw faultsOf(faults)

  const corpus = given.documents.length > 0 ? await inPlace(located, ['documents'], () => disk.hashOf(given.documents)) : null
  return {
    name: given.name,
    hash: hashOf(given, cases, corpus),
    collection: corpus === null ? (given.collection ?? 'default') : `eval-${given.name}-${corpus.slice(0, 8)}`,
    documents: given.documents.map(disk.resolve),
    cases,
    retrieval: given.retrieval.map(disk.resolve),
    variants: given.variants.length > 0 ? given.variants.map((it) => toVariant(it, disk)) : [asSet],
    rubrics: given.judge.flatMap((it) => toRubrics(it, disk)),
    repeat: given.repeat,
    mostCostUsd: given.limits.cost_usd ?? null,
    thresholds: Object.entries(given.thresholds).flatMap(([metric, wanted]) => [wanted].flat().map((it) => toThreshold(metric, it))),
  }
}

/** One way to answer: as the settings say. */
export const asSet: AnswerVariant = { name: 'as set', model: null, topK: null, maxTokens: null, promptsDir: null }

/** `--models a,b,c`: each is a variant, and nothing else differs. */
export const modelVariants = (models: readonly string[]): AnswerVariant[] => models.map((model) => ({ ...asSet, name: model, model }))

const toVariant = (it: SuiteFile['variants'][number], { resolve }: SuiteDisk): AnswerVariant => ({
  name: it.name,
  model: it.model ?? null,
  topK: it.top_k ?? null,
  maxTokens: it.max_tokens ?? null,
  promptsDir: it.prompts == null ? null : resolve(it.prompts),
})

const toRubrics = (it: SuiteFile['judge'][number], { resolve }: SuiteDisk): SuiteRubric[] =>
  it.rubrics.map((rubric) => ({
    rubric: isPath(rubric) ? resolve(rubric) : rubric,
    model: it.model ?? null,
    mayJudgeItself: it.may_judge_itself,
    leastKappa: it.least_kappa ?? null,
  }))

const isPath = (rubric: string): boolean => /[/\\]|\.md$/.test(rubric)

interface Bound {
  readonly least?: number | null | undefined
  readonly most?: number | null | undefined
  readonly most_worse?: number | null | undefined
  readonly tag?: string | null | undefined
}

const toThreshold = (metric: string, { tag, least, most, most_worse: mostWorse }: Bound): Threshold => ({
  metric,
  tag: tag ?? null,
  least: least ?? null,
  most: most ?? null,
  mostWorse: mostWorse ?? null,
})

/** Of what decides the outcome, whatever the order of the cases and the words around them. */
const hashOf = (given: SuiteFile, cases: readonly EvalCase[], corpus: string | null): string => {
  const told = cases.map(({ place: _place, tags: _tags, ...it }) => it).sort((a, b) => (a.id < b.id ? -1 : 1))
  return sha256(JSON.stringify([told, given.judge.map(({ rubrics, model }) => [rubrics, model ?? null]), corpus ?? given.collection ?? 'default']))
}

const inPlace = async <Result>(located: Located, path: readonly string[], read: () => Promise<Result>): Promise<Result> => {
  try {
    return await read()
  } catch (error) {
    if (['not_found', 'invalid', 'too_large'].includes((error as { code?: string }).code ?? ''))
      throw faultsOf([`${located.placeOf(path)}: ${(error as Error).message}`])
    throw error
  }
}

const placeFaults = ({ collection, documents }: SuiteFile, located: Located): string[] =>
  collection != null && documents.length > 0
    ? [`${located.placeOf(['documents'])}: "documents" are read into a collection of their own: leave out "collection", or leave out "documents".`]
    : []

const variantFaults = ({ variants }: SuiteFile, located: Located): string[] =>
  variants.flatMap(({ name }, index) =>
    variants.findIndex((it) => it.name === name) < index ? [`${located.placeOf(['variants', index])}: There is another variant "${name}".`] : [],
  )

const judgeFaults = ({ judge }: SuiteFile, located: Located): string[] => {
  const named = judge.flatMap(({ rubrics }, index) => rubrics.map((rubric) => ({ metric: judgeMetric(rubric), place: located.placeOf(['judge', index]) })))
  return named.flatMap(({ metric, place }, index) =>
    named.findIndex((it) => it.metric === metric) < index ? [`${place}: ${metric} is judged twice. Use one judge for each rubric, or two suites.`] : [],
  )
}

const thresholdFaults = ({ thresholds, judge, retrieval }: SuiteFile, cases: readonly EvalCase[], located: Located): string[] => {
  // Which of the two it is stands in the rubric's file.
  const rubrics = judge.flatMap((it) => it.rubrics.flatMap((rubric) => [judgeMetric(rubric), preferMetric(rubric)]))
  const known = [...Object.keys(checkNames), ...Object.keys(runNames), ...rubrics]
  const tags = [...new Set(cases.flatMap((it) => it.tags))]
  // A name like `__proto__` is in the file and nowhere after it.
  const lost = Object.keys((located.value as SuiteFile).thresholds ?? {}).filter((metric) => !Object.hasOwn(thresholds, metric))
  return [...lost.map((metric) => [metric, []] as const), ...Object.entries(thresholds)].flatMap(([metric, wanted]) => {
    const place = located.placeOf(['thresholds', metric])
    const isRetrieval = metric.startsWith(retrievalPrefix) && retrieval.length > 0
    if (!isRetrieval && !known.includes(metric)) return [`${place}: There is no metric "${metric}".${didYouMean(metric, known)}`]
    return ([wanted].flat() as Bound[]).flatMap(({ tag, least, most, most_worse: worse }) => [
      ...(tag != null && !tags.includes(tag) ? [`${place}: No case has the tag "${tag}".${didYouMean(tag, tags)}`] : []),
      ...[least, most, worse].flatMap((value) => shareFault(metric, value).map((fault) => `${place}: ${fault}`)),
      ...(least == null && most == null && worse == null ? [`${place}: "${metric}" has no bound: give "least", "most" or "most_worse".`] : []),
    ])
  })
}

/** Per cent were meant, and the gate would be shut, or open, for ever. */
const shareFault = (metric: string, value: number | null | undefined): string[] => {
  const isShare = metric.startsWith(retrievalPrefix) ? metric.includes('@') : kindOf(metric).unit === 'share'
  if (value == null || !isShare || (value >= 0 && value <= 1)) return []
  const meant = value > 1 && value <= 100 ? `; did you mean ${value / 100}` : ''
  return [`"${metric}" is bound by ${value}, and shares are 0 … 1${meant}.`]
}
