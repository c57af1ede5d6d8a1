import { writeUserFile } from '../../adapters/evaluation/write-user-file.ts'
import type { Journal } from '../../domain/journal.ts'
import type { LabelItem, PeopleRating } from '../../domain/people-rating.ts'
import { labelledAnswer } from '../../evaluate/label/labelled-answers.ts'
import type { ExportedLabels } from '../../operations/evaluation/label-desk.ts'
import { passagesOf, type LoadDocument } from './shown-answer.ts'

interface Given {
  readonly file: string
  readonly items: readonly LabelItem[]
  readonly ratings: readonly PeopleRating[]
  /** Good answers by id of the case. */
  readonly references: ReadonlyMap<string, string | null>
}

/** Every answer that somebody rated and whose words are still there, a line each. */
export const exportLabels = async (journal: Journal, load: LoadDocument, { file, items, ratings, references }: Given): Promise<ExportedLabels> => {
  const byItem = Map.groupBy(ratings, ({ itemId }) => itemId)
  const rated = items.filter(({ id }) => byItem.has(id))
  const kept = rated.filter(({ isGone }) => !isGone)
  const lines: Record<string, unknown>[] = []
  for (const item of kept) {
    const entry = await journal.find(item.traceId)
    if (!entry || entry.abstained !== null) continue
    const passages = await passagesOf(entry.detail.passages, load)
    const evidence = passages.flatMap(({ text }) => text ?? []).join('\n\n')
    const reference = references.get(item.caseId) ?? null
    lines.push(labelledAnswer({ item, question: entry.question, answer: entry.answer, evidence, reference }, byItem.get(item.id)!))
  }
  await writeUserFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return {
    file,
    written: lines.length,
    declined: kept.length - lines.length,
    gone: rated.length - kept.length,
    withoutReference: lines.filter((line) => line['reference'] === undefined).length,
  }
}
