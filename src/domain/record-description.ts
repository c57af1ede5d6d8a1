/**
 * What an operator says of a database of records: its things, what their fields mean, who owns a row, and what a customer may see.
 * Read from a file once (`adapters/records/`), checked against the database, and kept with its collection.
 */

export interface RecordsDescription {
  /** Whose keys and tokens reach the records, and whose documents (policies) belong to them. One description a collection. */
  readonly collection: string
  readonly title: string
  readonly source: RecordsSource
  /** IANA name: dates are told in it, and "last month" is read in it. */
  readonly zone: string
  /** ISO 4217, for money whose field names none; null: there is none. */
  readonly currency: string | null
  readonly customers: CustomersDescription
  readonly staff: { /** Questions that no operation covers may become SQL, for staff keys. */ readonly sql: boolean }
  readonly limits: RecordLimits
  readonly entities: readonly Entity[]
  readonly relations: readonly Relation[]
  /** Who words an answer: rules, or a model whose every sentence is checked against the rows. */
  readonly answers: 'rules' | 'model'
  /** What it should answer, e.g. `Where is my order #W2611340?`: tried by `records check`. */
  readonly questions: readonly string[]
}

export type RecordsSource =
  /** `urlFrom`, `staffUrlFrom`: names of environment variables, so that no password is kept. */
  | { readonly kind: 'postgres'; readonly urlFrom: string; readonly staffUrlFrom: string | null; readonly schema: string }
  /** Read once, into tables of our own with row security. */
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'files'; readonly paths: readonly string[] }

export interface CustomersDescription {
  /** The entity whose rows are the customers. Its one key field is what tokens and keys name. */
  readonly entity: string
  /** The transaction-local setting that row policies compare with. */
  readonly setting: string
  readonly tokens: readonly TokenIssuer[]
}

/** Whose signed tokens (RFC 7519) name customers. */
export interface TokenIssuer {
  readonly issuer: string
  readonly audience: string
  /** Where its keys are (RFC 7517): an address, a file on this machine, or a shared secret's environment variable. */
  readonly keys: { readonly kind: 'url' | 'file' | 'secret'; readonly at: string }
  /** The claim that holds the customer's key. */
  readonly claim: string
  /** Those accepted, whatever a token's header says; never `none`, never symmetric ones beside public keys. */
  readonly algorithms: readonly string[]
}

export interface RecordLimits {
  /** Most rows that an answer is made of. */
  readonly rows: number
  readonly bytes: number
  readonly statementMs: number
}

export interface Entity {
  /** Singular, as people say it and as requests name it: `order`, `order item`. */
  readonly name: string
  readonly plural: string
  /** Other words for it, singular and plural. */
  readonly called: readonly string[]
  readonly table: string
  /** Names of fields that have columns. */
  readonly key: readonly string[]
  /** The field that names a row to people: of a product its name; null: its key does. */
  readonly label: string | null
  readonly owner: Owner
  /** The field by which "last" and "the one before" are meant; null: nothing says which is newer. */
  readonly newestBy: string | null
  readonly fields: readonly Field[]
}

export type Owner =
  /** This field holds the customer's key. */
  | { readonly kind: 'field'; readonly field: string }
  /** Whoever owns the row of that entity that a relation leads to. */
  | { readonly kind: 'via'; readonly entity: string }
  /** No secret: a catalogue of products. */
  | { readonly kind: 'everyone' }
  /** For staff alone. */
  | { readonly kind: 'staff' }

export const fieldTypes = ['id', 'text', 'choice', 'count', 'number', 'money', 'date', 'time', 'boolean', 'properties'] as const
/** `time`: a moment; `properties`: names and values of a row's own, a JSON object. */
export type FieldType = (typeof fieldTypes)[number]

export interface Field {
  readonly name: string
  /** Empty where it is computed. */
  readonly column: string
  /** Not a column but worked out by the database with each read; null: it is a column. */
  readonly computed: Computed | null
  readonly type: FieldType
  /** For people and models, a phrase; empty: the name says it. */
  readonly meaning: string
  /** `kg`, `days`; null where there is none. */
  readonly unit: string | null
  /** ISO 4217; null: the description's, or none. */
  readonly currency: string | null
  readonly called: readonly string[]
  /** Of a choice: each value as it is stored, with other words for it. */
  readonly values: Readonly<Record<string, readonly string[]>>
  readonly visibleTo: 'customer' | 'staff' | 'nobody'
  /** An example of an id, e.g. `#W2611340`: its digits stand for digits, all else for itself. Null where ids have no such form. */
  readonly like: string | null
  /** Shown where a question asks for the thing and not for a field. */
  readonly isUsual: boolean
}

export interface Computed {
  /** The entity whose rows that lead here are added up; null: of the row itself. */
  readonly sumOver: string | null
  /** Over fields with columns: of that entity, or of the row's own. */
  readonly of: Arithmetic
}

export type Arithmetic =
  /** An exact decimal, as it was written. */
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'field'; readonly field: string }
  | { readonly kind: 'calculation'; readonly operator: '+' | '-' | '*' | '/'; readonly left: Arithmetic; readonly right: Arithmetic }

/** Rows of `from` belong to the one row of `to` whose fields have the same values. */
export interface Relation {
  readonly from: { readonly entity: string; readonly fields: readonly string[] }
  readonly to: { readonly entity: string; readonly fields: readonly string[] }
}

/** A field of an entity, as requests name it. */
export interface FieldRef {
  readonly entity: string
  readonly field: string
}
