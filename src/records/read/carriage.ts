/** What carrying something costs, by the description's own name for it: `how much was delivery` → `how much was the freight`. */
import type { Field, RecordsDescription } from '../../domain/record-description.ts'

export const withCarriageNamed = (text: string, description: RecordsDescription): string => {
  const name = carriageOf(description)
  if (name === null) return text
  return text
    .replace(leftOut, '')
    .replace(costOf, `the ${name}`)
    .replace(howMuchToCarry, (_, done: string) => `how much was the ${name}${/\b(?:in|on|of|for|from|since|last|this)\b ?$/.test(done) ? ' ' : ' of '}`)
    .replace(howMuchCarrying, `$1 the ${name}`)
    .replace(spentOnCarrying, `$1the ${name}`)
}

/** Is what carrying costs asked for, and not what stands beside it in a total? */
export const namesCarriage = (text: string): boolean => named.test(text) && !beside.test(text)
const named =
  /\b(?:freight|carriage|postage|haulage|transport(?:ation|ing)?|(?:spend|spent|pay|paid|waste|wasted) (?:on|towards) (?:the |our |my )?(?:shipping|delivery)|(?:shipping|delivery) (?:costs?|fees?|charges?|price)|(?:costs?|fees?|charges?|pay|paid|charged?|billed?|us|me) (?:of|for) (?:the |our |my )?(?:shipping|delivery|carrying|delivering))\b/i
const beside =
  /\b(?:including|incl\.?|inclusive of|with|plus|and|without|excluding|before) (?:the |all |any )?(?:freight|carriage|postage|shipping|delivery|transport)/i

/** Null where nothing, or more than one thing, is that. */
export const carriageOf = ({ entities }: RecordsDescription): string | null => {
  const found = entities.flatMap(({ fields, owner }) =>
    owner.kind === 'staff' ? [] : fields.filter((field) => field.type === 'money' && field.visibleTo === 'customer' && isCarriage(field)),
  )
  return found.length === 1 ? found[0]!.name.replaceAll('_', ' ') : null
}
const isCarriage = ({ name, called }: Field): boolean =>
  [name, ...called].some((word) => /\b(?:shipping|delivery|freight|postage|carriage|shipment|transport)\b/i.test(word.replaceAll('_', ' ')))

/** `our spend, freight excluded`: it is named to be left out, and what remains has a name of its own. */
const leftOut =
  /,? ?\b(?:(?:the |all )?(?:freight|carriage|postage|shipping|delivery|transport)(?: (?:costs?|fees?|charges?))? (?:excluded|excl\.?|aside|left out|not (?:counted|included))|(?:excluding|without|leaving out|not counting|minus|net of|apart from|exclusive of) (?:the |any |all )?(?:freight|carriage|postage|shipping|delivery|transport)(?: (?:costs?|fees?|charges?))?)\b/gi

const carrying = '(?:shipping|delivery|postage|carriage|shipment|transport|transportation|freight)'
const costOf = new RegExp(
  `\\b(?:the )?(?:${carrying} (?:costs?|fees?|charges?|price)|(?:costs?|fees?|charges?|price) (?:of|for) (?:the )?${carrying}|(?:costs?|fees?|charges?) (?:of|for) (?:shipping|delivering|sending) (?:it|this|that))\\b`,
  'gi',
)
/** `how much did you charge us to ship #W1`. */
const howMuchToCarry = new RegExp(
  `\\b(?:how much|what)(?: money)? (?:did|do|does|was|were|have|is) (?:you |it |i |we |they |us |me )?(?:pay |paid |charged? |billed? |cost |ask |take |sting |stung |rush |spend |spent )(?:us |me |i |we )*(?:to|for) (?:ship|deliver|send|carry|transport|get|shipping|delivering|sending|carrying|delivery|postage|carriage|transport|the shipping|the delivery)(?: it| of| for| on| in)?( (?:in|on|of|for|from|since|last|this))? ?(?=#?\\p{L}*[-\\d]|my|our|the|order|in|on|for|last|this|it|that|\\?|$)`,
  'giu',
)
const howMuchCarrying = new RegExp(
  `\\b(how much (?:is|was|were|are)|what (?:is|was|were|are)|what's)(?: for)?(?: the| my| our)? ${carrying}(?= (?:on|for|of|in|to)\\b|\\s*[?.!]|$)`,
  'gi',
)
/** `what did we spend on shipping in 1998`. */
const spentOnCarrying = new RegExp(
  `\\b((?:how much|what)(?: money)? (?:did|do|have|has) (?:i|we) (?:already |ever |all )?(?:spend|spent|pay|paid|waste|wasted)(?: you)? (?:on|for|towards) )(?:the |our |my )?${carrying}(?!\\p{L})`,
  'giu',
)
