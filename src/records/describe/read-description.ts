import { checkedFile, faultsOf } from '../../base/checked-file.ts'
import { locateYaml, type Path } from '../../base/located.ts'
import type { Entity, Field, RecordsDescription, RecordsSource, TokenIssuer } from '../../domain/record-description.ts'
import { readArithmetic } from './arithmetic.ts'
import { descriptionFaults } from './description-faults.ts'
import { descriptionSchema, type DescriptionFile, type EntityFile, type FieldFile } from './description-file.ts'
import { ownerOf } from './owner-text.ts'
import { readRelation } from './relation-text.ts'

/** From the text of its file; `file` is its name in messages. Fails with `invalid`: a sentence with file and line for each fault, at most ten. */
export const readDescription = (text: string, file: string): RecordsDescription => {
  const located = locateYaml(text, file)
  const given = checkedFile(descriptionSchema, located, named, located.value ?? {})
  const faults = descriptionFaults(given, located)
  if (faults.length > 0) throw faultsOf(faults)
  return toDescription(given)
}

/** `"entities.order.fields.total"`: places in lists are told by the line. */
const named = (path: Path): string => {
  const steps = path.filter((it) => typeof it === 'string')
  return steps.length === 0 ? 'The file' : `"${steps.join('.')}"`
}

const toDescription = (given: DescriptionFile): RecordsDescription => ({
  collection: given.collection,
  title: given.title ?? given.collection,
  source: toSource(given.source),
  zone: given.zone,
  currency: given.currency ?? null,
  customers: { ...given.customers, tokens: given.customers.tokens.map(toIssuer) },
  staff: given.staff,
  limits: { rows: given.limits.rows, bytes: given.limits.bytes, statementMs: Math.round(given.limits.seconds * 1000) },
  entities: Object.entries(given.entities).map(([name, it]) => toEntity(name, it, given)),
  relations: given.relations.map((it) => readRelation(it)!),
  answers: given.answers,
  questions: given.questions,
})

const toSource = ({ files, sqlite, postgres }: DescriptionFile['source']): RecordsSource => {
  if (files) return { kind: 'files', paths: files }
  if (sqlite !== undefined) return { kind: 'sqlite', path: sqlite }
  return { kind: 'postgres', urlFrom: postgres!.url_from, staffUrlFrom: postgres!.staff_url_from ?? null, schema: postgres!.schema }
}

const toIssuer = (given: DescriptionFile['customers']['tokens'][number]): TokenIssuer => ({
  issuer: given.issuer,
  audience: given.audience,
  keys:
    given.jwks_url !== undefined
      ? { kind: 'url', at: given.jwks_url }
      : given.jwks_file !== undefined
        ? { kind: 'file', at: given.jwks_file }
        : { kind: 'secret', at: given.secret_from! },
  claim: given.claim,
  algorithms: given.algorithms ?? [given.secret_from === undefined ? 'RS256' : 'HS256'],
})

const toEntity = (name: string, given: EntityFile, { currency }: DescriptionFile): Entity => ({
  name,
  plural: given.plural ?? `${name}s`,
  called: given.called,
  table: given.table,
  key: given.key,
  label: given.label ?? null,
  owner: ownerOf(given.owner),
  newestBy: given.newest_by ?? null,
  fields: Object.entries(given.fields).map(([field, it]) => toField(field, it, currency ?? null)),
})

const toField = (name: string, given: FieldFile, currency: string | null): Field => ({
  name,
  column: computedOf(given) ? '' : (given.column ?? name),
  computed: computedOf(given),
  type: given.type,
  meaning: given.meaning ?? '',
  unit: given.unit ?? null,
  currency: given.type === 'money' ? (given.currency ?? currency) : null,
  called: given.called,
  values: given.values ?? {},
  visibleTo: given.visible_to,
  like: given.like ?? null,
  isUsual: given.usual,
})

const computedOf = ({ sum_of: sumOf, calculated }: FieldFile): Field['computed'] => {
  if (sumOf !== undefined) {
    const { of, entities } = readArithmetic(sumOf)
    return { sumOver: entities[0]!, of }
  }
  return calculated === undefined ? null : { sumOver: null, of: readArithmetic(calculated).of }
}
