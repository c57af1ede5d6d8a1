import { quoteName } from '../../adapters/records/connection.ts'
import type { Entity, RecordsDescription } from '../../domain/record-description.ts'
import type { RecordStore } from '../../domain/record-store.ts'

/**
 * Somebody to try questions as: whoever owns the row that a question names, else whoever has most rows of the first thing that customers own. Looked
 * up with staff's eyes; null where staff has none.
 */
export const someCustomer = async (description: RecordsDescription, store: RecordStore, signal?: AbortSignal): Promise<string | null> => {
  const owned = description.entities.filter(({ owner, name }) => owner.kind === 'field' && name !== description.customers.entity)
  const first = async (sql: string, values: readonly string[]): Promise<string | null> => {
    const found = await store.read({ kind: 'staff' }, { sql, values }, { ...description.limits, rows: 1 }, signal).catch(() => null)
    return found?.rows[0]?.[0] ? String(found.rows[0][0]) : null
  }
  for (const entity of owned) {
    const [key] = entity.key
    const ids = idsIn(description.questions, entity)
    if (ids.length === 0) continue
    const owner = await first(
      `select ${columnOf(entity, ownerOf(entity))} from ${quoteName(entity.table)} where ${columnOf(entity, key!)}::text = any ($1::text[]) limit 1`,
      [`{${ids.map((id) => JSON.stringify(id)).join(',')}}`],
    )
    if (owner) return owner
  }
  const [entity] = owned
  if (entity) {
    const column = columnOf(entity, ownerOf(entity))
    return first(`select ${column} from ${quoteName(entity.table)} where ${column} is not null group by 1 order by count(*) desc, 1 limit 1`, [])
  }
  return null
}

const ownerOf = ({ owner }: Entity): string => (owner.kind === 'field' ? owner.field : '')

const columnOf = ({ fields }: Entity, name: string): string => quoteName(fields.find((field) => field.name === name)!.column)

/** Words of the questions that have the form of the key's example. */
const idsIn = (questions: readonly string[], { key, fields }: Entity): string[] => {
  const like = key.length === 1 ? fields.find(({ name }) => name === key[0])?.like : null
  if (!like) return []
  const form = like.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replaceAll(/\d/g, String.raw`\d`)
  const pattern = new RegExp(`(?<![\\w#])${form}(?!\\w)`, 'g')
  return questions.flatMap((it) => [...it.matchAll(pattern)].map(([id]) => id))
}
