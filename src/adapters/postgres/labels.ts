import { removedMark } from '../../domain/forget-document.ts'
import { mostRaters, type LabelItem, type LabelSheet, type PeopleRating, type RatingStore } from '../../domain/people-rating.ts'
import { toStorable, type Database, type Scope } from './database.ts'

/** Sheets and ratings beside the journal; what its scope may not see is not there. */
export const openRatings = (database: Database, scope: Scope = '*'): RatingStore => ({
  createSheet: (sheet, items) =>
    database.transaction(async (query) => {
      await query('insert into label_sheet (id, name, collection, run_id) values ($1, $2, $3, $4)', [
        sheet.id,
        toStorable(sheet.name),
        sheet.collection,
        sheet.runId,
      ])
      await query(insertItemsSql, [
        sheet.id,
        sheet.collection,
        items.map(({ id }) => id),
        items.map(({ caseId }) => toStorable(caseId)),
        items.map(({ variant }) => toStorable(variant)),
        items.map(({ traceId }) => traceId),
      ])
    }, scope),

  sheets: () => database.query<LabelSheet>(`${sheetsSql} order by id desc`, [], scope),

  find: async (sheetId) => (await database.query<LabelSheet>(`${sheetsSql} where id = $1`, [sheetId], scope))[0] ?? null,

  items: (sheetId) => database.query<LabelItem>(itemsSql, [sheetId, removedMark], scope),

  rate: async ({ itemId, rater, accuracy, helpfulness, comment }) => {
    const values = [itemId, toStorable(rater), accuracy, helpfulness, comment && toStorable(comment), mostRaters]
    const [rated] = await database.query<{ isKept: boolean }>(rateSql, values, scope)
    if (!rated) return 'unknown'
    return rated.isKept ? 'kept' : 'full'
  },

  ratings: (sheetId) => database.query<PeopleRating>(ratingsSql, [sheetId], scope),
})

const sheetsSql = `
  select id, name, collection, run_id as "runId", created_at as "createdAt",
    (select count(*)::int from label_item where sheet_id = label_sheet.id) as items,
    (select count(distinct rater)::int from label_rating join label_item on label_item.id = item_id where sheet_id = label_sheet.id) as raters,
    (select count(*)::int from label_rating join label_item on label_item.id = item_id where sheet_id = label_sheet.id) as ratings
  from label_sheet`

const insertItemsSql = `
  insert into label_item (id, sheet_id, collection, case_id, variant, trace_id)
  select id, $1, $2, case_id, variant, trace_id from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as given (id, case_id, variant, trace_id)`

const itemsSql = `
  select id, sheet_id as "sheetId", case_id as "caseId", variant, label_item.trace_id as "traceId",
    journal.trace_id is null or position($2 in journal.answer) > 0 as "isGone"
  from label_item left join journal on journal.trace_id = label_item.trace_id
  where sheet_id = $1 order by id`

// The collection is the item's: whoever may not see the answer cannot speak of it.
const rateSql = `
  with item as (select id, sheet_id, collection from label_item where id = $1),
  others as (
    select count(distinct rater) as raters from label_rating join label_item on label_item.id = item_id
    where sheet_id = (select sheet_id from item) and rater <> $2
  ),
  rated as (
    insert into label_rating (item_id, rater, collection, accuracy, helpfulness, comment)
    select id, $2, collection, $3, $4, $5 from item, others where raters < $6
    on conflict (item_id, rater) do update set accuracy = excluded.accuracy, helpfulness = excluded.helpfulness, comment = excluded.comment, given_at = now()
    returning item_id
  )
  select exists (select from rated) as "isKept" from item`

const ratingsSql = `
  select item_id as "itemId", rater, accuracy, helpfulness, comment
  from label_rating join label_item on label_item.id = item_id where sheet_id = $1 order by item_id, rater`
