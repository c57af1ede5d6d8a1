import type { FieldType } from '../../../domain/record-description.ts'
import type { CatalogueColumn, CatalogueTable } from '../../../domain/record-store.ts'

/** What is guessed of one table. */
export interface DraftEntity {
  readonly table: CatalogueTable
  readonly name: string
  readonly plural: string
  /** Columns; guessed where the database declares none. */
  readonly key: readonly string[]
  readonly isKeyGuessed: boolean
  /** Column → the field's name; columns that no field can hold are not in it. */
  readonly names: ReadonlyMap<string, string>
}

export interface DraftField {
  readonly name: string
  readonly column: CatalogueColumn
  readonly type: FieldType
  readonly visibleTo: 'customer' | 'staff' | 'nobody'
}

export interface DraftRelation {
  readonly from: DraftEntity
  readonly columns: readonly string[]
  readonly to: DraftEntity
  readonly references: readonly string[]
  /** By names and types: the database does not declare it. */
  readonly isGuessed: boolean
}

export interface DraftOwner {
  /** As the file says it. */
  readonly text: string
  /** Why, where a person should look; empty: it follows from declared keys. */
  readonly note: string
}
