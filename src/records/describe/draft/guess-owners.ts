import type { DraftEntity, DraftOwner, DraftRelation } from './draft.ts'
import { isOfPeople } from './guess-visibility.ts'

/** Of tables whose rows are those who ask, the likeliest first. */
const customerWords = ['customer', 'user', 'client', 'account', 'patient', 'member', 'student', 'subscriber', 'guest', 'tenant', 'buyer', 'person', 'contact']

export interface GuessedCustomer {
  readonly entity: DraftEntity
  /** No name said so. */
  readonly isGuessed: boolean
}

/** By name, else whoever most lead to. Null: no table has a key of one column. */
export const guessCustomer = (entities: readonly DraftEntity[], relations: readonly DraftRelation[]): GuessedCustomer | null => {
  const possible = entities.filter((it) => it.key.length === 1)
  const leading = (it: DraftEntity): number => relations.filter(({ from, to }) => to === it && from !== it).length
  for (const word of customerWords) {
    const named = possible.filter((it) => it.name.split(' ').at(-1) === word).sort((one, other) => leading(other) - leading(one))
    if (named[0]) return { entity: named[0], isGuessed: false }
  }
  const people = possible.filter((it) => isOfPeople(it.table.columns.map((column) => column.name)))
  const [entity] = [...(people.length > 0 ? people : possible)].sort((one, other) => leading(other) - leading(one))
  return entity ? { entity, isGuessed: true } : null
}

/** Each entity's owner: found by going from the customer outwards; what is not reached is for staff, or no secret where rows of customers lead to it. */
export const guessOwners = (customer: DraftEntity, entities: readonly DraftEntity[], relations: readonly DraftRelation[]): Map<DraftEntity, DraftOwner> => {
  const owners = new Map<DraftEntity, DraftOwner>([[customer, { text: customer.names.get(customer.key[0]!)!, note: '' }]])
  for (const entity of entities) {
    const direct = relations.filter((it) => it.from === entity && it.to === customer && it.columns.length === 1 && it.references[0] === customer.key[0])
    if (entity !== customer && direct[0]) owners.set(entity, directOwner(entity, direct))
  }
  for (let reached = [...owners.keys()]; reached.length > 0;) {
    const next = entities.flatMap((entity) => {
      const step = owners.has(entity) ? null : stepTo(entity, reached, relations)
      return step ? [[entity, step] as const] : []
    })
    for (const [entity, owner] of next) owners.set(entity, owner)
    reached = next.map(([entity]) => entity)
  }
  const owned = new Set(owners.keys())
  const led = ledTo(owned, relations)
  for (const entity of entities) if (!owners.has(entity)) owners.set(entity, unowned(entity, led))
  return owners
}

const directOwner = (entity: DraftEntity, relations: readonly DraftRelation[]): DraftOwner => {
  const [first, ...others] = relations.map(({ columns }) => entity.names.get(columns[0]!)!)
  if (others.length > 0) return { text: first!, note: `guessed: ${others.join(', ')} leads to the customer too` }
  return { text: first!, note: relations[0]!.isGuessed ? 'guessed by its name' : '' }
}

/** The customer is left out: what leads there by its whole key was taken before. */
const stepTo = (entity: DraftEntity, reached: readonly DraftEntity[], relations: readonly DraftRelation[]): DraftOwner | null => {
  for (const parent of reached) {
    const steps = relations.filter((it) => it.from === entity && it.to === parent && entity !== parent)
    if (steps.length === 1) return { text: `via ${parent.name}`, note: steps[0]!.isGuessed ? 'guessed by names' : '' }
  }
  return null
}

/** What rows of customers lead to, and what hangs on that; what is internal is not gone through. */
const ledTo = (owned: ReadonlySet<DraftEntity>, relations: readonly DraftRelation[]): Set<DraftEntity> => {
  const led = new Set(owned)
  for (let size = -1; size !== led.size;) {
    size = led.size
    for (const { from, to } of relations) {
      if (led.has(from) && (owned.has(from) || !isInternal(from))) led.add(to)
      if (led.has(to) && !owned.has(to) && !isInternal(to)) led.add(from)
    }
  }
  return led
}

const staffWords = /^(employee|staff|salesperson|agent|doctor|nurse|manager|admin|administrator|supplier|vendor)$/

/** The customer's own rows are of people too, and are the customer's. */
const isInternal = ({ name, names }: DraftEntity): boolean => staffWords.test(name.split(' ').at(-1)!) || isOfPeople([...names.values()])

const unowned = (entity: DraftEntity, led: ReadonlySet<DraftEntity>): DraftOwner => {
  return led.has(entity) && !isInternal(entity)
    ? { text: 'everyone', note: 'guessed: nothing in it leads to a customer; write staff if it is a secret' }
    : { text: 'staff', note: 'guessed: nothing in it leads to a customer; write everyone if it is no secret' }
}
