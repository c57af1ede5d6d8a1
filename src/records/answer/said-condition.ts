/** Conditions in words, so that "none" always says none of what: ` placed in 1996 with a total over €100.00`. */
import type { Field, RecordsDescription } from '../../domain/record-description.ts'
import type { Condition, Picked, RecordRequest } from '../../domain/record-request.ts'
import { entityNamed, fieldOf } from '../described.ts'
import { keyedBy } from '../keyed-by.ts'
import { harmlessText } from '../harmless-text.ts'
import { dayPhrase, truthPhrase } from './field-phrase.ts'
import { saidPeriod } from './said-period.ts'
import { showValue } from './show-value.ts'
import { articled, fieldWords, isOwned, listed } from './words.ts'

/** What follows the name of rows of `from` that fit; begins with a blank, empty where there is no condition. `isOne`: of a single row. */
export const saidConditions = (description: RecordsDescription, conditions: readonly Condition[], from: string, isOne = false): string => {
  const said = conditions.map((it) => saidCondition(description, it, from, isOne))
  const bare = said.filter((it) => !it.startsWith('with '))
  const having = said.filter((it) => it.startsWith('with ')).map((it) => it.slice('with '.length))
  const all = [...bare, ...(having.length > 0 ? [`with ${listed(having)}`] : [])]
  return all.length === 0 ? '' : ` ${listed(all)}`
}

/** ` of your latest order`; of the rows themselves (`my last 3 orders`) in brackets: they are named already. */
export const saidWithin = (description: RecordsDescription, { entity, within }: Pick<RecordRequest, 'entity' | 'within'>, isStaff: boolean): string => {
  if (!within) return ''
  const words = bareWords(within)
  const your = isOwned(entityNamed(description, within.entity)!, isStaff) ? 'your' : 'the'
  return within.entity === entity ? ` (${your} ${words})` : ` of ${your} ${words}`
}

/** As it is told again. */
export const bareWords = ({ words }: Picked): string => harmlessText(words).replace(/^(?:my|our|your|the)\s+/i, '')

/** One that follows a name: `placed in 1996`, `that are confirmed`, `with a total over €100.00`. */
export const saidCondition = (description: RecordsDescription, condition: Condition, from: string, isOne = false): string => {
  const { field: ref, is, values } = condition
  const field = fieldOf(description, ref)!
  const shown = values.map((value) => (field.type === 'text' || field.type === 'id' ? harmlessText(value) : showValue(field, value, description)))
  const whole = is === 'equal' && field.type === 'id' ? keyedBy(description, ref) : null
  if (whole) return `with ${whole.name} ${listed(shown, 'or')}`
  const other = ref.entity === from || from === '' ? '' : entityNamed(description, ref.entity)!.name
  const verbal = ofDay(field, condition) ?? ofTruth(field, condition, isOne && !other)
  if (verbal) return other ? `with ${articled(other)} ${verbal}` : verbal
  const name = `${other && `${other} `}${fieldWords(field)}`
  return `with ${ofNoun(field, name, condition, shown)}`
}

const ofDay = (field: Field, condition: Condition): string | null => {
  const phrase = dayPhrase(field)
  if (!phrase) return null
  const { is } = condition
  const own = phrase.kind === 'is' ? phrase.ownPlace : null
  const words = phrase.kind === 'does' ? phrase.doing : phrase.words
  const isPast = phrase.kind === 'was' || phrase.kind === 'did'
  const date = phrase.kind === 'does' ? `date of ${words}` : `${words} date`
  if (is === 'missing') return isPast ? `not ${words}` : `with no ${date}`
  if (is === 'present') return `with ${articled(date)}`
  if (own !== null) return `${words}${own} ${saidPeriod(condition).replace(/^on /, '')}`
  return `${phrase.kind === 'did' ? `that ${words}` : words} ${saidPeriod(condition)}`
}

const ofTruth = (field: Field, { is, values }: Condition, isOne: boolean): string | null => {
  if (field.type !== 'boolean' || (is !== 'equal' && is !== 'not') || values.length !== 1) return null
  const isSo = (values[0] === 'true') === (is === 'equal')
  const phrase = truthPhrase(field)
  const not = isSo ? '' : ' not'
  switch (phrase.kind) {
    case 'is':
      return `that ${isOne ? 'is' : 'are'}${not} ${phrase.words}`
    case 'has':
      return isSo ? `with ${phrase.words}` : `without ${phrase.words}`
    case 'can':
      return `that can${isSo ? '' : 'not'} ${phrase.words}`
    case 'does':
      return isSo && isOne ? `that ${phrase.words}` : `that ${isSo ? '' : isOne ? 'does not ' : 'do not '}${phrase.base}`
    case 'marked':
      return `marked “${phrase.words}: ${isSo ? 'yes' : 'no'}”`
  }
}

const ofNoun = (field: Field, name: string, condition: Condition, shown: readonly string[]): string => {
  const a = articled(name)
  const isTime = field.type === 'date' || field.type === 'time'
  const isAmount = field.type === 'money' || field.type === 'number' || field.type === 'count'
  switch (condition.is) {
    case 'equal':
      return isTime ? `${a} ${saidPeriod(condition)}` : isAmount ? `${a} of ${listed(shown, 'or')}` : `${name} ${listed(shown, 'or')}`
    case 'not':
      return `${a} other than ${listed(shown, 'or')}`
    case 'contains':
      return `“${shown[0]}” in ${name}`
    case 'missing':
      return `no ${name}`
    case 'present':
      return a
    case 'between':
      return isTime ? `${a} ${saidPeriod(condition)}` : `${a} from ${shown[0]} to ${shown[1]}`
    default:
      return isTime ? `${a} ${saidPeriod(condition)}` : `${a} ${signs[condition.is]} ${shown[0]}`
  }
}

const signs = { less: 'under', at_most: 'of at most', more: 'over', at_least: 'of at least' } as const
