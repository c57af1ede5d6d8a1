/**
 * How a field's name is said in a sentence, by the form that the name has: `placed_at` is when something was placed, `starts_at` when it starts,
 * `is_overdue` whether it is overdue. A name of no such form is said as a noun: "the delivery date of", "marked “gift: yes”".
 */
import type { Field } from '../../domain/record-description.ts'
import { fieldWords } from './words.ts'

export type DayPhrase =
  /** `shipped on`: with `was`. */
  | { readonly kind: 'was'; readonly words: string }
  /** `arrived on`, `began on`. */
  | { readonly kind: 'did'; readonly words: string }
  /** `starts on`, `starting on`. */
  | { readonly kind: 'does'; readonly words: string; readonly doing: string }
  /** `due on`, `expected on`, `valid until`: with `is`. */
  | { readonly kind: 'is'; readonly words: string; readonly ownPlace: string | null }

export type TruthPhrase =
  | { readonly kind: 'is'; readonly words: string }
  | { readonly kind: 'has'; readonly words: string }
  | { readonly kind: 'can'; readonly words: string }
  | { readonly kind: 'does'; readonly words: string; readonly base: string }
  | { readonly kind: 'marked'; readonly words: string }

/** Null: a noun. With a question: the word for it that the question used, where that is such a form, else its own name. */
export const dayPhrase = (field: Field, question = ''): DayPhrase | null => {
  if (field.type !== 'date' && field.type !== 'time') return null
  return dayForm(fieldWords(field, question)) ?? dayForm(fieldWords(field))
}

export const truthPhrase = (field: Field): TruthPhrase => {
  const words = fieldWords(field).split(' ')
  const [first = '', ...others] = words
  const rest = others.join(' ')
  if (/^(?:is|was|are)$/.test(first) && rest) return { kind: 'is', words: rest }
  if (first === 'has' && rest) return isParticiple(others.at(-1)!) ? { kind: 'is', words: rest.replace(/^been /, '') } : { kind: 'has', words: rest }
  if (/^(?:can|may)$/.test(first) && rest) return { kind: 'can', words: rest }
  const last = words.at(-1)!
  const verb = words.find((word) => verbs.has(word))
  if (verb) return { kind: 'does', words: words.join(' '), base: words.map((word) => (word === verb ? baseOf(word) : word)).join(' ') }
  if (/^(?:in|on|for|under|out|over|off|with|by)$/.test(first) && rest) return { kind: 'is', words: words.join(' ') }
  if (isParticiple(first) || isParticiple(last) || adjective.test(last)) return { kind: 'is', words: words.join(' ') }
  return { kind: 'marked', words: words.join(' ') }
}

const dayForm = (name: string): DayPhrase | null => {
  const words = name.replace(/^(?:date|day|time) (?=\S+$)/, '').split(' ')
  const isBare = words.length === 1
  // `placed_at`, `shipped_date`; of `paid_date` the verb says more, of `order_date` the noun.
  const stem = /^(?:at|on|date|day|time)$/.test(words.at(-1)!) && !isBare ? words.slice(0, -1) : words
  const verb = /^(?:last|first|next|originally)$/.test(stem[0]!) && stem.length > 1 ? stem[1]! : stem[0]!
  const said = stem.join(' ')
  if (/^(?:until|till|by|from|since)$/.test(words.at(-1)!) && !isBare) return { kind: 'is', words: said, ownPlace: '' }
  if (verb === 'due') return { kind: 'is', words: said, ownPlace: null }
  if (awaited.test(verb)) return { kind: 'is', words: said, ownPlace: /^(?:required|needed|wanted)$/.test(verb) && stem.length === 1 ? ' by' : null }
  if (done.has(verb)) return { kind: 'did', words: said }
  if (isParticiple(verb)) return { kind: 'was', words: said }
  if (verbs.has(verb)) return { kind: 'does', words: said, doing: stem.map((word) => (word === verb ? doingOf(word) : word)).join(' ') }
  return null
}

const awaited = /^(?:expected|estimated|scheduled|planned|promised|required|needed|wanted|valid)$/

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** What happens by itself, as its past is said. */
const done = words(
  'arrived began ended started expired happened departed landed joined enrolled retired moved graduated died left became came went fell subscribed',
)

// Participles that do not end in "ed".
const irregular = words(
  'sent lent paid sold bought built held born made given taken written read won lost put set cut found brought kept met told shown seen drawn chosen done begun broken drunk driven eaten flown forgotten frozen hidden known ridden risen spoken spent stolen sworn taught thrown worn withdrawn hung hired laid led let shut rebuilt resold resent repaid overdue',
)
const noParticiple = words('bed breed deed embed feed need red seed shed speed weed indeed bleed greed')

const isParticiple = (word: string): boolean => irregular.has(word) || (/^\p{L}{2,}ed$/u.test(word) && !noParticiple.has(word))

const adjective =
  /(?:able|ible|ful|ous|less|free)$|^(?:ready|open|new|late|due|active|available|final|public|private|full|empty|valid|complete|current|early|urgent|optional|recurrent|insolvent|present|absent|vacant|pregnant|paperless|overdue|automatic|manual|electric|digital|local|foreign|mandatory|primary|safe|secure|online|offline|eligible|fragile|smoking|married|single|adult|vegan|vegetarian)$/

/** Third person, as names of fields have them. */
const verbs = words(
  'starts begins ends expires closes opens renews arrives departs leaves happens finishes lapses matures resumes returns ships repeats includes allows requires accepts supports needs wants gets receives smokes applies counts',
)

const baseOf = (verb: string): string => (/(?:sh|ch|ss|x)es$/.test(verb) ? verb.slice(0, -2) : verb === 'applies' ? 'apply' : verb.slice(0, -1))
const doingOf = (verb: string): string => {
  const base = baseOf(verb)
  return `${base === 'begin' ? 'beginn' : base === 'get' ? 'gett' : base.replace(/(?<!e)e$/, '')}ing`
}
