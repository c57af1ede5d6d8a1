import type { Catalogue, CatalogueColumn, CatalogueRole, CatalogueTable } from '../../domain/record-store.ts'

/** `order_id integer` → a column; samples may follow: `status text open|sent`. */
export const columnOf = (text: string): CatalogueColumn => {
  const [name, type, values] = text.split(' ') as [string, string, string?]
  const samples = values?.split('|') ?? []
  return { name, type, isNullable: true, comment: '', samples, distinct: values === undefined ? null : samples.length }
}

/** With row security on and one policy that names the setting; its first column is its primary key. */
export const tableOf = (name: string, columns: readonly string[], changes: Partial<CatalogueTable> = {}): CatalogueTable => {
  const made = columns.map(columnOf)
  const using = `((user_id)::text = ( SELECT NULLIF(current_setting('answerable.customer'::text, true), ''::text) AS "nullif"))`
  return {
    name,
    isView: false,
    comment: '',
    columns: made,
    primaryKey: [made[0]!.name],
    uniqueKeys: [],
    foreignKeys: [],
    rows: 1000,
    rowSecurity: { isOn: true, isForced: false, policies: [{ name: 'own', roles: ['shop_customer'], command: 'select', using }] },
    ...changes,
  }
}

export const customerRole: CatalogueRole = {
  reader: 'customer',
  name: 'shop_customer',
  isSuperuser: false,
  bypassesRowSecurity: false,
  memberOf: [],
  owns: [],
  writes: [],
}

export const catalogueOf = (tables: readonly CatalogueTable[], roles: readonly CatalogueRole[] = [customerRole]): Catalogue => ({ tables, roles })
