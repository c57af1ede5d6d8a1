import { openEvalRuns } from '../../adapters/postgres/eval-runs.ts'
import { openRatings } from '../../adapters/postgres/labels.ts'
import { isAlive, readOwner } from '../../adapters/postgres/owner.ts'
import { AppError } from '../../base/error.ts'
import { newId } from '../../base/id.ts'
import { mostRaters, type LabelItem, type LabelSheet } from '../../domain/people-rating.ts'
import { findNext } from '../../evaluate/label/find-next.ts'
import { judgesBesidePeople } from '../../evaluate/label/judge-beside-people.ts'
import { comparedVariants, pairAgreements, peopleAgreement, ratedAnswers, variantRatings } from '../../evaluate/label/rating-results.ts'
import { orderFor, raterKey } from '../../evaluate/label/rating-order.ts'
import type { LabelDesk, NextAsked, SheetResults, ToRate } from '../../operations/evaluation/label-desk.ts'
import { answersToLabel } from './answers-to-label.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { exportLabels } from './export-labels.ts'
import { readSuiteFile } from './read-suite-file.ts'
import { shownAnswer, type LoadDocument } from './shown-answer.ts'

/** Sheets of answers, what people see of them, and what came of it. */
export const openLabelDesk = (parts: EvaluationParts): LabelDesk => {
  const store = openRatings(parts.database)
  const runs = openEvalRuns(parts.database)
  const load: LoadDocument = (id, version) => parts.documents.get(id, version)

  const sheetOf = async (sheetId: string): Promise<LabelSheet> => {
    const sheet = await store.find(sheetId)
    if (!sheet) throw new AppError('not_found', `There is no sheet "${sheetId}". See "answerable eval label --sheets".`)
    return sheet
  }

  const next = async ({ sheetId, rater: name, position, after }: NextAsked): Promise<ToRate> => {
    const sheet = await sheetOf(sheetId)
    const rater = raterKey(name)
    const items = await store.items(sheetId)
    const order = orderFor(
      items.filter(({ isGone }) => !isGone),
      sheetId,
      rater,
    )
    if (position !== null && position > order.length) throw new AppError('invalid', `The sheet has ${order.length} answers; there is no answer ${position}.`)
    const own = new Map((await store.ratings(sheetId)).filter((it) => it.rater === rater).map((it) => [it.itemId, it]))
    const at = position ?? findNext(order, new Set(own.keys()), after)
    const item = at === null ? null : order[at - 1]!
    const entry = item && (await parts.journal.find(item.traceId))
    return {
      sheet: { id: sheet.id, name: sheet.name },
      total: order.length,
      rated: order.filter(({ id }) => own.has(id)).length,
      gone: items.length - order.length,
      position: at,
      item: item && entry && (await shownAnswer(item.id, entry, own.get(item.id) ?? null, load)),
    }
  }

  const results = async (sheetId: string, signal?: AbortSignal): Promise<SheetResults> => {
    const sheet = await sheetOf(sheetId)
    const [items, ratings, rows] = await Promise.all([store.items(sheetId), store.ratings(sheetId), sheet.runId === null ? [] : runs.rows(sheet.runId)])
    const rated = ratedAnswers(items, ratings)
    const itemOf = new Map(items.map((it): [string, LabelItem] => [it.id, it]))
    return {
      sheet,
      variants: variantRatings(rated),
      comparisons: comparedVariants(rated),
      agreement: { accuracy: await peopleAgreement(rated, 'accuracy', signal), helpfulness: await peopleAgreement(rated, 'helpfulness', signal) },
      pairs: await pairAgreements(items, ratings, signal),
      judges: judgesBesidePeople(rated, rows),
      comments: ratings.flatMap(({ itemId, rater, comment }) => {
        const { caseId, variant } = itemOf.get(itemId)!
        return comment === null ? [] : [{ caseId, variant, rater, comment }]
      }),
    }
  }

  return {
    make: async (wish, context) => {
      const id = newId()
      const { name, collection, runId, answers } = await answersToLabel({ ...parts, runs }, wish, id, context)
      const sheet = { id, name: wish.name ?? name, collection, runId }
      await store.createSheet(
        sheet,
        answers.map((it) => ({ ...it, id: newId() })),
      )
      return sheetOf(id)
    },
    sheets: () => store.sheets(),
    pageOf: async (sheetId) => {
      const owner = await readOwner(parts.config.dataDir)
      const isServed = owner !== null && owner.url.startsWith('http') && isAlive(owner.pid)
      const { host, port } = parts.config
      return { page: `${isServed ? owner.url : `http://${host}:${port}`}/#/label/${sheetId}`, isServed }
    },
    next,
    rate: async (rating) => {
      const outcome = await store.rate({ ...rating, rater: raterKey(rating.rater) })
      if (outcome === 'full')
        throw new AppError('invalid', `${mostRaters} people rate this sheet already, and a sheet takes no more. Make another one: "answerable eval label".`)
      if (outcome === 'unknown') throw new AppError('not_found', `There is no answer "${rating.itemId}" to rate. Reload the sheet.`)
    },
    results,
    exportLabels: async (sheetId, file, suiteFile) => {
      await sheetOf(sheetId)
      const references = new Map(suiteFile === null ? [] : (await readSuiteFile(suiteFile)).cases.map(({ id, reference }) => [id, reference]))
      const [items, ratings] = await Promise.all([store.items(sheetId), store.ratings(sheetId)])
      return exportLabels(parts.journal, load, { file, items, ratings, references })
    },
  }
}
