/**
 * The many everyday ways to say one thing, as the one way that the rules know: `what did it set me back` → `what did it cost me`. Only English's own
 * idioms stand here. A phrase that the description uses for something stays as it is.
 */
import { lexiconOf } from './lexicon.ts'
import { contentsOf, mainEntity } from './relate.ts'
import { foldOf, readWords, rootOf } from './words.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'

export const inPlainWords = (text: string, description: RecordsDescription): string => {
  const main = mainEntity(description)
  const [row, rows] = [main?.name ?? 'one', main?.plural ?? 'ones']
  const item = (main && contentsOf(description, main.name)?.name) ?? 'item'
  return idioms.reduce(
    (said, [idiom, plain]) =>
      said.replace(idiom, (found: string, ...groups: unknown[]) => {
        const made = plain
          .replaceAll('<row>', row)
          .replaceAll('<rows>', rows)
          .replaceAll('<item>', item)
          .replace(/\$(\d)/g, (_, group: string) => (typeof groups[Number(group) - 1] === 'string' ? (groups[Number(group) - 1] as string) : ''))
        // Where there are invoices, what was billed is not what was paid.
        if (/\bbill|\binvoic/i.test(found) && lexiconOf(description).names.has(rootOf('bill'))) return found
        return isDescribed(found, description) && !isDescribed(made, description) ? found : made
      }),
    text,
  )
}

const isDescribed = (phrase: string, description: RecordsDescription): boolean => {
  const { names, choices } = lexiconOf(description)
  const words = readWords(phrase)
  return names.has(words.map(({ root }) => root).join(' ')) || choices.has(words.map(({ lower }) => foldOf(lower)).join(' ')) || rootOf(phrase) === ''
}

/** What may stand for a row of its own: its id, or `my lamp`. */
const it = String.raw`((?:my |the |that |this |these |those |all |all of |everything |something |(?:the )?(?:things|stuff) )*(?:in |from |of )?(?:it|them|that|this|these|those|everything|something|(?:order |purchase )?#?\w*\d\w*|(?:my|the|that|this) [\p{L}-]+(?: [\p{L}-]+)?))`
const whose = String.raw`(?:you|here|with you|from you|in your (?:shop|store)|at your (?:shop|store))`
const bought = '(?:ordered|shopped|bought|purchased|borrowed|rented|hired|booked|placed an order|made an order|made a purchase)'

const contractions: readonly (readonly [RegExp, string])[] = [
  [/\b(i|you|we|they)ve\b/gi, "$1've"],
  [/\bim\b/gi, "I'm"],
  [/\b(what|where|when|who|how|that|there|here)s\b(?=\s)/gi, "$1's"],
  [/\bits\b(?= (?:an?|the|not|been|going|gone|still|just|now|already|here|there|in|on|at|my|for|due|sent|paid|shipped|delivered)\b)/gi, "it's"],
  [/\b(do|does|did|has|have|is|was|are|were|can|could|wo|would)nt\b/gi, "$1n't"],
  [/\bu\b/gi, 'you'],
  [/\bur\b/gi, 'your'],
  [/\b(?:ppl|peeps)\b/gi, 'people'],
  [/\b(?:qty|qnty)\b\.?/gi, 'quantity'],
  [
    /^(?:(?:right|thanks|thank you|fine|great|ok|okay|alright|all right|perfect|cool|good|hm+|ah|oh)[\s,.!:-]+)+(?=(?:and|but|so|what|how|which|where|when|could|can|the|now|also|my|is|did|has)\b)/i,
    '',
  ],
  [/^.{0,80}[.?!,] ?i mean,? /i, ''],
  [/\b(what|which|where|when|how much) (?:exactly|precisely|actually|all|again) /gi, '$1 '],
  [/\b(?:under|in|to) my name\b/gi, 'of mine'],
  [
    /\b(?:the|my|your|that|an?) (?:e-?mail|mail|message|letter|text|sms|receipt|confirmation|slip)(?: you sent)?(?: me)? (?:with|containing|about|that had|for|telling me) (?=the|my)/gi,
    '',
  ],
  [/\b(?:what|which) (?:amount|sum)(?: of money)? (?=did|was|were|is|have|has|do)/gi, 'how much '],
  [/\b(?:wanna)\b/gi, 'want to'],
  [/\b(?:that )?(?:nobody|no one|no-one) (?:has|have|had) (?:yet |ever )?(?=\p{L}+(?:ed|en|nt)\b)/giu, 'that are not '],
  [/\bsettled\b/gi, 'paid'],
  [/\blost track(?: of)?\b/gi, 'forgotten'],
  [/\bon (?:their|the|my|our) way\b(?! (?:to|home|back))/gi, 'on its way'],
  [/\bcontact (?:telephone )?number\b/gi, 'phone number'],
  [/\b(?:gonna)\b/gi, 'going to'],
]

const cost: readonly (readonly [RegExp, string])[] = [
  [/\b(?:fork|shell|lay|dish)(?:ed|ing)? out\b|\blaid out\b/gi, 'pay'],
  [/\bset(?:s|ting)? (?:me|us) back\b/gi, 'cost'],
  [/\b(what|how much) (did|does|will|would|do) (.{1,60}?) (?:come|amount|run|work out) (?:up )?to\b/gi, '$1 $2 $3 cost'],
  [/\bwhat (?:did|does) (.{1,60}?) (?:go|sell|retail) for\b/gi, 'what does $1 cost'],
  [/\b(?:grand|full|whole|complete|entire|overall|final) (total|amount|price|sum|cost)\b/gi, 'total $1'],
  [/\btotal total\b/gi, 'total'],
  [/(?<!^)\b(?:was|were) (?:i|we) (?:billed|charged|invoiced)\b(?! for (?:shipping|delivery))/gi, 'did I pay'],
  [/\b(?:did|have) (?:you|they) (?:bill|billed|charge|charged|invoice|invoiced) (?:me|us)\b/gi, 'did I pay'],
  [/\b(?:the|my) (?:bill|damage|tab) (?=for|of|on)/gi, 'the cost '],
  [/\bhow many (?:dollars|bucks|euros?|pounds|quid)\b/gi, 'how much'],
  [/\bhow much money\b/gi, 'how much'],
  [/\b(what|how much) (do|does|did) (.{1,60}?) (?:add|sum) up(?: to)?(?!\p{L})/giu, '$1 $2 $3 cost altogether'],
  [/\badd(?:ing)? (?:up|together) (?=all|my|the|every|what)/gi, 'tell me the sum of '],
  [/\bhow much (?:is|was) (?:it|there) (?=for|in)/gi, 'how much is '],
  [
    /\b(?:most (?:affordable|economical|inexpensive|reasonable)|(?:easiest|kindest|gentlest) (?:on|to) (?:the|my|our) (?:purse|wallet|pocket|budget)|lowest[- ]cost|least pricey|lowest in price)\b/gi,
    'cheapest',
  ],
  [
    /\b(?:what(?:'s| is| would be) )?the (?:very )?least (?:that )?(?:i|we|one|you)(?:'d|'ll| would| could| can| will| must| should)? (?:have to )?(?:pay|spend)(?: for| on)?\b/gi,
    'what is the cheapest',
  ],
  [/\b(?:for )?how little (?:can|could|would|do|may) (?:i|we|one|you) (?:have|get|buy|pay for)\b/gi, 'what is the cheapest'],
  [/\blowest (?:rate|price|offer|quote)(?: (?:for|on|of))?(?= (?:an?|the) )/gi, 'cheapest'],
  [/\b(?:biggest[- ]ticket|highest[- ]ticket|most pricey|most valuable)\b/gi, 'most expensive'],
  [/\b(most expensive|priciest|dearest|costliest|cheapest|least expensive) (?:single )?(?:thing|stuff|piece)\b/gi, '$1 <item>'],
  [/\bwhat did (?:i|we) (?:pay|spend) (?:the )?most (?:for|on)\b/gi, 'what is the most expensive item'],
  [/\bwhat (?:cost|costs|sets?) (?:me|us) (?:back )?the most\b/gi, 'what is the most expensive item'],
]

const refunds: readonly (readonly [RegExp, string])[] = [
  [/\b(?:what|how much)(?:'s| is| was| will be) (?:the|my|our) refund(?: amount)? (?=on|for|of|from)/gi, 'how much was refunded '],
  [/\b(?:how much|what) (?:money )?(?:did|have) (?:i|we) (?:get|got|gotten|receive|received)(?: paid)? back\b/gi, 'how much was refunded'],
  [
    /\b(?:how much|what) (?:money )?(?:did|have) you (?:refund|refunded|return|returned|reimburse|reimbursed|credit|credited|pay back)(?: (?:to )?(?:me|us))?\b/gi,
    'how much was refunded',
  ],
  [/\b(?:what|how much) (?:was|were) (?:i|we) (?:refunded|reimbursed|credited|paid back)\b/gi, 'how much was refunded'],
  [/\b(?:how much|what) (?:money )?(?:was|were|has been) (?:returned|paid back|credited|given back|reimbursed)(?: to (?:me|us))?\b/gi, 'how much was refunded'],
  [/\bhow (?:big|large|high) (?:was|is) (?:my|the) refund\b/gi, 'how much was refunded'],
]

const deeds: readonly (readonly [RegExp, string])[] = [
  [/\b(can|could|may|might|should) (#?\w*\d\w*|it|this|that|they|these) (?:still )?go back\b/gi, '$1 $2 be returned'],
  [/\bcall(ed|ing)? off\b/gi, 'cancel$1'],
  [new RegExp(String.raw`\bcall ${it} off\b`, 'giu'), 'cancel $1'],
  [new RegExp(String.raw`\b(?:send|bring|give|take|ship|hand) (?:back ${it}|${it} back)(?!\p{L})`, 'giu'), 'return $1$2'],
  [/\b(?:send|bring|give|ship|hand) back\b/gi, 'return'],
  [/\b(?:sent|brought|gave|given|shipped|handed|posted) (?:it |them |that )?back\b/gi, 'returned'],
  [/\b(?:picked up|pick up)\b(?=.*\?|$|[.,]| (?:in|the|my|a|an)\b)/gi, 'buy'],
  [/\bget(ting)? (#?\w*\d\w*|it|that|this|them) (cancelled|canceled|returned|exchanged|refunded|changed)\b/gi, 'have $2 be $3'],
]

const rowsSaid: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:things|stuff|goods|items|articles|products)\b([^?.!]{0,40}?),? by (?:order|purchase)s?,? (?:and |but )?not by (?:items?|articles?|products?|pieces?|lines?),?/gi,
    '<rows>$1',
  ],
  [
    /\b(?:what (?:is|was) )?(?:the )?(very first|first|last|latest|most recent) (?:thing|stuff) (?:that )?(?:i|we)(?:'ve)? (?:ever |have )*(?:bought|ordered|purchased|got)\b/gi,
    'what is in my $1 <row>',
  ],
  [/\b(?:the )?last time\s*(?=[?.!]|$)/gi, 'for my last <row>'],
  [/\blast \p{L}+ but one\b/giu, 'second latest <row>'],
  [/\b(?:order|purchase|buying|shopping) history\b/gi, 'all <rows>'],
  [
    new RegExp(
      `\\bhow (?:many times|often) (?:have|did) (?:i|we) (?:ever |already )?${bought.replace('ordered', 'order(?:ed)?').replace('shopped', 'shop(?:ped)?').replace('bought', 'b(?:uy|ought)')}(?: something| anything)?(?: ${whose})?(?: so far)?\\s*(?=[?.!,]|$)`,
      'gi',
    ),
    'how many <rows> do I have',
  ],
  [/\bhow many (\p{L}+) (?:is|are|was|were|does) (?:that|it|this)(?: (?:by now|make|altogether|in all))*/giu, 'how many $1 do I have'],
  [
    new RegExp(
      `(?<!\\b(?:when|was|is)(?: was| is)? )\\b(?:the )?last time (?:that )?(?:i|we) ${bought}(?: something| anything)?(?: ${whose})?(?=\\s*(?:[?.!,]|$)| (?:what|how|which)\\b)`,
      'gi',
    ),
    'in my last <row>',
  ],
  [
    /\bnot (?:my|the) (?:very )?(?:last|latest|most recent|newest)(?: one| \p{L}+)?,? but (?:the )?(?:one |\p{L}+ )?(?:right |just )?before(?: it| that)?(?!\p{L})/giu,
    'my second latest <row>',
  ],
  [/\b(?:prior to|ahead of|(?:right|just|directly|immediately) before) (that|this|it)\b/gi, 'before $1'],
  [/^((?:and|ok|okay|so|then)[ ,]+)?before (?:that|this|it)(?: one)?,? (?=when|what|which|how|where|did)/i, 'and the one before that, '],
  [/\b(?:the )?earlier one\b,?(?: before (?:this|that|it))?/gi, 'the one before that'],
  [/\bwhatever (?:of mine )?(?:is|'s)\b|\b(?:anything|something|everything) of mine(?: that)?(?: is|'s)?(?= \p{L}+)/giu, 'which of my <rows> are'],
  [/\bwhat have (?:i|we) got that(?: is|'s)\b/gi, 'which of my <rows> are'],
  [/\b(?:a )?(?:full |complete )?(?:list of )?everything (?:that )?(?:belongs to|is in|was in|is on|comes with|came with)\b/gi, 'what is in'],
  [
    /\bwhere do you (?:usually |normally |always )?(?:send|ship|deliver|post) (?:my|our) (?:stuff|things|parcels|packages|mail|orders)\b/gi,
    'what is my default address',
  ],
  [/\b(?:what|which) methods\b(?=.*\b(?:pay|paid|profile|account|register|registered|saved|stored|file)\b)/gi, 'which payment methods'],
  [/\bcards? (?:and|or) (?:so on|so forth|all that|whatnot|stuff|accounts?|things|such|the like|whatever|similar)\b/gi, 'payment methods'],
  [/\bwhat (?:was|is) it (?:that )?(?:i|we)\b/gi, 'what did I'],
  [/\b(?:the )?(?:number|numbers) of ((?:the|my|that) order|the purchase)(?= (?:where|that|with|which|in|from))/gi, 'order number of $1'],
  [/(?<=\p{L}) no\.? (?=for|of|please|pls|plz|#)/giu, ' number '],
  [
    /\b(?:payment|paying|pay) (?:options|ways|means|forms|possibilities)\b|\b(?:ways|means|forms|methods) (?:of|to) (?:paying|pay|payment)\b/gi,
    'payment methods',
  ],
  [/\b(?:way|means|form|method|mode) of (?:paying|payment)\b/gi, 'payment method'],
  [/\b(?:earlier|older|first) of (?:my |the )?(?:two|2) (?:latest|last|most recent|newest)\b/gi, 'second latest of my'],
]

const asks: readonly (readonly [RegExp, string])[] = [
  [/\bhow many (?:days|weeks|hours|months) (?=(?:did|does|has) .{1,60}?\btaken?\b)/gi, 'how long '],
  [/\bwhen (?:am|are) (?:i|we) (?:getting|receiving|going to (?:get|receive))\b/gi, 'when will I receive'],
  [/\b(?:pull|bring|dig|look) (?:up|out) (?=my|all|whatever|the|every|any)/gi, 'show '],
  [/\b(?:in )?(?:what|which) state (?=is|are|does|do|was)/gi, 'what status '],
  [/\b(?:the )?state of (?=my|the|it|this|that|order|our|#)/gi, 'the status of '],
  [/\b(?:what|which) (?:stage|phase|step) (?=is|are)/gi, 'what status '],
  [/\bhow (?:soon|quickly|fast)\b/gi, 'how long'],
  [/\b(?:can|could|may|do|let) (?:i|we|me) (?:already |now |please )?(?:track|trace|follow|watch) /gi, 'how can I track '],
  [/\b(?:want|like|need|wish|love|trying) to (?:track|trace|follow) /gi, 'want to know: how can I track '],
  [/\bwhere (?:do|did) (?:i|you have me|we) (?:live|living|liv)\b/gi, 'what is my address'],
  [/\bwhere (?:are|were) you (?:shipping|sending|delivering|mailing|posting)\b/gi, 'where is the address for'],
  [
    /\b(?:to )?(?:what|which) (?:place|location|destination) (?:do|did|will|are|is|does)(?: you)? (?:send|sending|ship|shipping|deliver|delivering|going)(?: to)?\b/gi,
    'what is the address for',
  ],
  [/\bmail address\b/gi, 'email address'],
]

const payments: readonly (readonly [RegExp, string])[] = [
  [/\b(?:by|in|through) (?:which|what) (?:means|way|method) (did|have|was|were)\b/gi, 'how $1'],
  [/\b(?:what|which) (?:way|means) (?:was|were|is) (?=(?:the |my |our )?payments?\b)/gi, 'how was '],
  [/\bhow have (i|we) paid\b/gi, 'how did $1 pay'],
  [/\bhow (did|have) (i|we) settled? (?:for )?(?=#|order|it\b|my|the)/gi, 'how did $2 pay for '],
  [/\bhow (?:i|we) (?:have )?paid\b/gi, 'how did I pay'],
  [/\b(?:what|which \p{L}+) (?:did|have|do) (?:i|we) use(?:d)? to pay(?: for| with)?\b/giu, 'how did I pay for'],
  [
    /\b(?:what|which)(?: of (?:my|the))?(?: (?:cards?|accounts?|methods?))?(?: or \p{L}+)? (?:did|was|is) (#?\w*\d\w*|it|that|my order) (?:go|put|charged|billed|paid|went) (?:on|to|with)\b/giu,
    'how did I pay for $1',
  ],
  [/\bwhat did you (?:charge|bill) (#?\w*\d\w*|it|that) to\b/gi, 'how did I pay for $1'],
  [
    /\b(?:was|is) (#?\w*\d\w*|it|that) (?:put|charged|billed|paid) (?:on|to|with|by|from|through) (?:my |a |an )?[\p{L} ]{2,30} or [\p{L} ]{2,30}/giu,
    'how did I pay for $1',
  ],
  [/\b(#?\w*\d\w*|it|that|order) (?:was |is |got )?(?:paid|charged|settled|billed) (?:by|with|using|via|through|on) what\b/gi, 'how did I pay for $1'],
]

const idioms = [...contractions, ...deeds, ...payments, ...refunds, ...cost, ...rowsSaid, ...asks]
