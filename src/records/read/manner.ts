/** What a question wants done, whatever it is about: read from its verbs and small words, English. */

export interface Manner {
  /** It asks for something to be done: `please cancel…`. */
  readonly change: boolean
  /** It asks what the rules are: `can I still return…`, `what is your policy…`. */
  readonly rule: 'may' | 'how' | 'general' | null
  /** Somebody else is named by a word: `all customers`, `my neighbour's orders`. */
  readonly others: string | null
  readonly greeting: boolean
  readonly yesNo: boolean
  readonly howMany: boolean
  readonly howMuch: boolean
  readonly when: boolean
  readonly where: boolean
  readonly whereTo: boolean
  readonly who: boolean
  readonly average: boolean
  readonly summed: boolean
  /** `what is in`, `what did I buy`. */
  readonly contents: boolean
  /** Whose is it? `my`, `I`, `we`. */
  readonly own: boolean
  /** What the shop has, and not what somebody bought: `that you sell`. */
  readonly catalogue: boolean
}

export const readManner = (text: string): Manner => {
  const lower = text.toLowerCase()
  const asks = lower.replace(opening, '')
  const change = isChange(asks)
  return {
    change,
    rule: change ? null : ruleOf(asks),
    others: others.exec(lower)?.[0] ?? null,
    greeting: greeting.test(lower),
    yesNo:
      /^(?:and |but |so )?(?!do you (?:know|remember|happen to know) (?:what|how|when|where|which|who)\b)(?:is|are|was|were|has|have|had|did|do|does|will|am|isn't|hasn't|haven't|didn't|wasn't|aren't)\b/.test(
        asks,
      ) ||
      /\b(?:and|or) (?:is|was|has|have|are|did) (?:it|they|this|that)\b/.test(asks) ||
      /, ?(?:has|have|is|was|were|did|does|will|are) (?:it|they|that|this|he|she)\b/.test(asks) ||
      /\b(?:if|whether) (?:my|the|i|it|that|this|there|any|order|we|our|you|#)/.test(asks),
    howMany:
      /\bhow many\b|(?<!\b(?:tracking|phone|telephone|invoice|order|reference|serial|account|card|customer|parcel|shipment|booking) )\b(?:number|count|amount) of (?!\p{L}+ #?\p{L}*-?\d|the\b|my\b|our\b|your\b|that\b|this\b|those\b|these\b|it\b|order\b|#)(?=\p{L})|(?<!\b(?:phone|telephone|tracking|contact) )\b(?:number|count) of (?:all )?(?:the |my |our |these )?\p{L}+(?: \p{L}+)?s\b(?! (?:number|id))|\bcount (?:my|the|our|all)\b|\bhow often\b|\bhow many times\b|\bhowmany\b/u.test(
        asks,
      ),
    howMuch:
      !/^with (?:what|which)\b|\b(?:pay|paid)\b.* with\s*\??$/.test(asks) &&
      /\bhow much\b|\bhow (?:expensive|big|large|high)\b|\bwhat(?:'s| is| was| were| did| do| does|s)?\b.*\b(?:cost|price|pay|paid|spend|spent|charged?|worth|value)\b|\b(?:the |total )(?:cost|price|charge|bill)\b|\bwhat price\b|\bspen[dt]\b|\bprice of\b|\bcost of\b/.test(
        asks,
      ),
    when: /\bwhen\b|\b(?:what|which) (?:date|day|time)\b|\bon (?:what|which)(?= (?:was|were|is|are|did|do|does|will|has|have)\b|\s*[?.!]|$)|\bhow long ago\b|\beta\b/.test(
      asks,
    ),
    where:
      /\bwhere\b|\bwhats up with\b|\b(?:track|locate|trace) (?:my|the|this|that|it|order|#)|\bwhat(?:'s| is|s) (?:happening|going on|up|happened) (?:with|to)\b|\b\b(?:happened|happening|happens|going on) (?:to|with)\b|\bhow(?:'s| is| are) (?:my|the|it|order|our|#)(?!.*\b(?:paid|pay)\b)|\b(?:coming along|progress|in progress|doing so far)\b|\bhow far\b|\bany (?:news|update)/.test(
        asks,
      ),
    whereTo:
      /\bwhere\b.*\b(?:sent|going|go|shipped|ship|shipping|delivered|deliver|send|headed|heading|mailed|posted|addressed)\b(?: to)?|\bwhich (?:city|country|address|place|town)\b.*\b(?:to|sent|going|shipped|delivered)\b/.test(
        asks,
      ),
    who: /\bwho(?:m|'s)?\b/.test(asks),
    average: /\baverage|\bavg\b|(?:^|\b(?:the|my|our|what) )mean\b|\bmean (?:value|price|cost|order|total|amount)|\bon average|\btypical(?:ly)?\b/.test(asks),
    summed:
      /\b(?:in total|total(?:l?ed)? (?:of|spen[dt]|amount|cost|value|price|spending|freight|quantity|number)|altogether|all together|overall|sum of|add up|all told|combined|to date|(?:sum(?:s|med|ming)?|adds?|added|adding) (?:\p{L}+ ){0,5}?(?:up|together))\b|\btotal\s*[?.!]*$|\bhow much\b.*\b(?:so far|in all)\b|\bspen[dt]\b|\bspending\b|\btotal\b.*\ball\b|\ball (?:of )?my \p{L}+ (?:cost|together)/u.test(
        asks,
      ),
    contents:
      /\bwhat(?:'s|s| is| was| were| are| did| do| have)?(?: \p{L}+){0,3} (?:in|inside)\b|\bwhat(?:'ve| all)? (?:did|have|do|had) (?:i|we)(?: \p{L}+)? (?:order|buy|purchase|get|ordered|bought|purchased|have|got)\b|\b(?:contents?|consists?|contains?|includes?|included)\b|\bwhat (?:stuff|things|all|else)\b|\bwhat (?:i|we) (?:ordered|bought|got|purchased|have ordered|have bought)\b|\bwhat(?:'s| is| was) (?:part of|on)\b|\bmade up of\b/u.test(
        asks,
      ),
    own: /\b(?:my|mine|our|ours|i|i've|i'm|we|we've|me|us)\b/.test(lower.replace(/\b(?:show|tell|give|get|find|let|send) (?:me|us)\b/g, '')),
    catalogue:
      /\b(?:would|do) you (?:charge|ask|want|take)\b|\b(?:like|want|looking|going|planning|thinking|need|hoping) (?:to buy|of buying|to get|to purchase|for an?)\b|\byou (?:sell|have|offer|stock|carry)\b|\byou do\b\s*(?:[.?!,;]|$)|\b(?:at yours|with you lot)\b|\byou(?:'ve| have)? got (?:now|in stock|there|on offer|at the moment)\b|\bin (?:your|the) (?:shop|store|catalogue|catalog|range|assortment)\b|\byour (?:shop|store|cheapest|most expensive|best)\b|\b(?:available|in stock|for sale|on sale|on offer)\b/.test(
        lower,
      ) && !/\bmy\b/.test(lower),
  }
}

/** Politeness before the question itself. */
const opening =
  /^(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|dear \p{L}+|thanks|thank you|please|ok|okay|well|so|and|also|but|um|sorry|excuse me|quick question|great|there|again|team|everyone)[\s,.!:;-]*)+/u

const verbs =
  'cancel|change|update|modify|edit|return|exchange|refund|delete|remove|replace|swap|switch|reschedule|book|renew|extend|correct|reorder|re-order|apply|stop|pause|redirect|reroute|transfer|upgrade|downgrade|undo|reverse|split|resend|expedite|merge|combine|add|insert|drop|unsubscribe|subscribe|close|reset|set|mark|scrap|void|annul|waive|process|issue|reserve|move|postpone|prepone|bring forward|push back|put back|put off|alter|adjust|increase|decrease|reduce|send back|give back|take back|proceed|place|erase|wipe|overwrite|get rid of|terminate'
const object =
  '(?: (?:it|this|that|them|my|the|an?|all|one|some|both|order|orders|#?\\w*\\d|#?\\p{L}+-\\d|our|these|those|his|her|item|items|everything|contracts?|subscriptions?|bookings?|appointments?|reservations?|invoices?|memberships?|visits?|deliver(?:y|ies)|parcels?|packages?|payments?|\\p{L}+ #?\\p{L}*-?\\d+|me|two|another|new|with|from|to|out|in|of|for|back|please|now|and|or|just|what|whatever|every)(?![a-z]))'
const imperative = new RegExp(
  `^(?:(?:please|kindly|just|now|now please|then|go ahead and|let's|lets|can we|could we|shall we|pls|plz|you (?:must|should|have to|need to)|i (?:order|command|ask|authori[sz]e) you to|help me(?: to)?|yes|no|actually|sure|first|immediately)[\\s,.]+)*(?:${verbs})\\b(?:${object}|$)|[.!;,] (?:(?:so|then|please|just|kindly) )*(?:${verbs})\\b${object}|^(?:please |kindly |just |can you |could you |[^?]*[.!;,] )?(?:put|take) [^?]{1,50} (?:on|off|onto|out of) (?:my|the|a|an|another)\\b|^(?:please |kindly |just )*(?:push|bring|move|put|shift) [^?]{1,60} (?:back|forward|ahead)(?: (?:by|to|an?|one|two|three|\\d+|some)\\b[^?]*)?\\s*[.!]*$|^(?:please |kindly |just )*take (?:the|my|that|one|both) [^?]{1,40} off(?: (?:it|that|again|please))*\\s*[.!]*$|^(?:please |kindly |just )*(?:send|ship|deliver|forward) (?:#?\\p{L}*-?\\d+|it|this|that|(?:my|the|our|that|this) (?:order|parcel|package)(?: #?\\w*\\d+)?) (?:to|somewhere|elsewhere)\\b`,
  'u',
)
const request = new RegExp(
  `\\b(?:can|could|would|will) you (?:please )?have [^?]{1,60} (?:delivered|shipped|sent|cancelled|canceled|returned|refunded|changed|redirected|removed|exchanged)\\b|\\bi (?:want|need|would like|'d like) you (?:to )?(?:${verbs})\\b|\\b(?:can|could|would|will|may|might) (?:you|u|someone|somebody|anyone)(?: (?:please|pls|also|just|kindly|maybe|possibly|help me|help me to|go ahead and|to|then|at least))* (?:${verbs})\\b|` +
    `(?<!\\b(?:do|did|would|must|should|will|can) )\\b(?:i|we)(?: would|'d|'ll| will)?(?: (?:really|also|just|actually|still|rather))* (?:want|like|need|wish|wanna|have|love|prefer|am trying|try|am looking|was hoping|hope|decided|intend)(?:ing)?(?: (?:you|u))? to(?: (?:also|just|please|instead))* (?:${verbs}|order|buy|ship|pay|get rid of)\\b|` +
    `\\b(?:i'd|i would) (?:like|love|want|need) (?:to (?:${verbs})|(?:a|my|the) (?:refund|exchange|replacement|return))|\\bi (?:want|need|demand) (?:a|my|the) (?:refund|exchange|replacement|money back)\\b|` +
    `\\b(?:i|we)(?: wanna|'m trying to| am trying to|'m looking to| am looking to| was hoping to| gotta) (?:actually )?(?:${verbs})\\b|\\bplease (?:also )?(?:${verbs})\\b${object}?|\\bgo ahead and (?:${verbs})\\b|\\blet(?:'s| us) (?:${verbs})\\b|\\bwould you mind (?:${verbs.replaceAll('|', 'ing|')}ing|cancelling|changing|updating|removing|exchanging)\\b|\\b(?:help|assist(?:ance)?|hoping|looking|trying|wanting|ready|like you|need)(?: me| us)?(?: with| in| to| for)*(?: an?| the)? (?:${verbs.replaceAll('|', 'ing|')}ing|cancelling|cancell?ation|changing|updating|removing|exchanging|returning|(?<=to )(?:${verbs}))\\b(?! (?:policy|status|fee))|\\bmake (?:an?|some|one) (?:change|adjustment|return|exchange|modification|cancellation)s?\\b|\\bgive me (?:a|my) (?:refund|discount|money back|credit)\\b`,
)
/** `confirm my address`, `process`, `set` in a question that only asks to be told. */
const onlyTells =
  /\b(?:can|could|would|will) you(?: please| just)? (?:confirm|process)(?: (?:that|whether|if|what|when|where|the|my|which)\b)(?!.*\b(?:refund|return|cancellation|exchange|payment)$)/

/** `cancel TF-20671`, `pause my subscription`: the first word is the wish. */
const ordered =
  /^(?:please |pls |kindly )*(?:(?:cancel|stop|refund|redeem|pause|end|resume|terminate|suspend|reactivate|return|pay|delete|remove)\s+(?:my |it\b|#?\p{L}*[-#]?\d)|skip (?:(?:the|my|this|our) )?(?:next )?(?:deliver\p{L}+|shipments?|box|parcel|month|week|one)\b|mark .* as )/u

const isChange = (asks: string): boolean =>
  ((ordered.test(asks) && !/\?\s*$/.test(asks)) || imperative.test(asks) || request.test(asks)) &&
  !onlyTells.test(asks) &&
  !/^(?:confirm|process|set|move|mark|credit|order|place|issue)(?:s|ed)?\b(?! (?:(?:my|the|an?|it|this|that|all)\b|(?:\p{L}+ )?#?\p{L}*-?\d))/u.test(asks)

const ruled = `${verbs}|send|get|pay|keep|combine|ship|pick up|collect|have|bring|claim|receive`
const may = new RegExp(
  `\\b(?:can|could|may|am i able to|are we able to|is it (?:still )?possible (?:for me )?to|is it too late to|am i (?:still )?allowed to|do i (?:still )?have (?:the )?(?:time|right)? ?to|until when can|by when (?:can|must|do)|when (?:can|must|should)|how (?:long|late|soon|many days)(?: do| can| will| would)?)(?: (?:i|we|one|still|also|have|to|be able|it|an?|my|order))* (?:${verbs}|end|send|get|keep|pick up|collect|fetch|bring|claim)\\b(?! (?:my |the )?(?:status|details|list))|` +
    `\\b(?:is|are|was|would|will|does|do) (?:my|the|this|that|it|these|order|item|#?\\w*\\d+)\\b.*\\b(?:eligible|refundable|returnable|exchangeable|cancellable|cancelable|covered|under warranty|qualify|able to be (?:returned|cancelled|exchanged)|(?:still )?be (?:returned|cancelled|canceled|exchanged|refunded|changed|modified))\\b|\\bcan (?:my|the|this|that|it|order|these)\\b.*\\bbe (?:\\w+ )?(?:returned|cancelled|canceled|exchanged|refunded|changed|modified|renewed|rescheduled|extended)\\b|\\b(?:can|may|could|might)(?: \\S+){0,6} be (?:\\w+ )?(?:returned|cancelled|canceled|exchanged|refunded|changed|modified|renewed|rescheduled|extended)\\b|\\bif i (?:return|cancel|exchange|send)\\b|\\b(?:too late|still time|still possible|allowed) to\\b|\\b(?:cancell?|return|exchang|refund|chang|modif)(?:ing|ying|e|y|ation)?\\b.{0,40}\\b(?:is|be|are) (?:still |even |at all )*(?:an option|possible|allowed|ok|okay|permitted|on the table)\\b|\\b(?:be|am i|are we) (?:still )?(?:allowed|able) to (?:${verbs})\\b|\\b(?:would|will|is|be) (?:it )?(?:still )?(?:be )?possible (?:for (?:me|us) )?to (?:have|get|${verbs})\\b|\\b(?:deadline|how long) (?:for|to|do i have)\\b.*\\b(?:return|exchange|cancel|renew|refund|pay)`,
)
const how = new RegExp(
  `\\bhow (?:do|can|could|would|should|to|might|does one)(?: (?:i|we|one|you|a customer|customers|go about))* (?:${ruled}|end|terminate|quit|leave|report|dispute|complain|reach|contact|start|sign|register|log|use|make|order|buy)\\w*\\b|\\bwhat (?:do|should|must|can) (?:i|we) (?:have to |need to )?do(?: (?:to|if|when|in order)\\b|\\s*[?.!]*$)|^(?:can|may|should|must|am i allowed to) (?:i|we|one|you) (?:eat|drink|drive|smoke|work|shower|swim|exercise|sleep|wear|park|walk|leave|travel|use|keep|wash|play|touch|take)\\b|\\bwhat happens (?:if|when|to)\\b|\\bwhat if\\b|\\bsteps? to\\b|\\bprocedure\\b|\\bprocess (?:for|of|to)\\b`,
)
const general =
  /\b(?:can|could|may) (?:i|we|one|you) (?:also |still )?pay (?:by|with|in|using|via|at|cash|later)\b|\b(?:minimum|maximum) (?:order|purchase|spend|amount)|\b(?:polic(?:y|ies)|terms|conditions|rules?|guarantees?|warrant(?:y|ies)|faq|opening hours|business hours)\b|\b(?!did (?:you|they)\b.*(?:\b(?:my|our|me|us|it)\b|\d))(?:do|does|can|will|would|are|did) (?:you|they|the (?:shop|store|company|library|clinic))(?: (?:also|ever|usually|still|really|guys|all))? (?!(?:tell|show|list|give|find|see|check|look|have|know|help|explain|say|let|please|track|me|confirm|provide|send|pull|get|remind|calculate|summari[sz]e|share|read|count|describe|specify|inform|mind|be able|happen to)\b|(?<=they )(?:cost|come|amount|add|total|sum|arrive|contain|include|stand|belong|go)\b)|\bhow long (?:does|do|will|would) (?:a |an |the |it |shipping|delivery|refunds?|returns?|processing)\b.*\b(?:take|last)|\bhow long\b.*\b(?:refund\w*|money back|my money|exchanges?|deliver\w*)\b|\b(?:something|anything|an item|a product|items|things) (?:that )?(?:i|we|you) (?:return|send|bring|cancel|exchange)\b|^(?:is|are|will|does|do|gets?|can) (?!(?:my|the order|it|this|that|these|those)\b)(?:(?!\b(?:my|i|we|our)\b).)*\b(?:paid back|money back|refund(?:ed|able)?|reimbursed?|return(?:ed|able)|exchange(?:d|able)|taken back|accepted|covered|replaced|repaired|guaranteed|allowed|permitted)\b|\bwhich (?:payment methods?|cards?|currencies) (?:do|can|are)\b.*\b(?:you|accept|take|accepted)|\byour (?:return|refund|exchange|shipping|delivery|cancellation|privacy)\b|\bwhat (?:counts|qualifies) as\b|\bis there (?:a|any) (?:fee|charge|penalty|limit|deadline|cost|way) (?:for|to|on|if|when|of)\b|\breasons? (?:can|are|do|may|for|allowed|accepted)/

/** How long one thing of theirs took is no rule. */
export const tookHowLong = /\bhow long (?:did|has) .{1,60}? (?:take|taken)\b/i

const ruleOf = (asks: string): Manner['rule'] =>
  tookHowLong.test(asks) ? null : how.test(asks) ? 'how' : may.test(asks) ? 'may' : general.test(asks) ? 'general' : null

const others =
  /\b(?:all|every|each|any|other|another|different|some) (?:(?:of )?(?:the |your |other )?)?(?:customers?|users?|people|persons?|clients?|accounts?|members?|patients?|buyers?|shoppers?|companies|person)(?:'s?)?\b|\b(?:everyone|everybody|someone|somebody|anyone|anybody)(?: else)?(?:'s)\b|\bmy (?:wife|husband|neighbou?r|friend|mate|mother|father|sister|brother|boss|colleague|partner|cousin) \p{L}+'s (?!order (?:is|was))|\b(?:everyone|everybody|someone|somebody|anyone|anybody) else\b|\bwho else\b|\b(?:of|by|from|for) (?:everyone|everybody|someone|somebody|anyone|anybody)\b|\bmy (?:wife|husband|neighbou?r|friend|mother|father|mom|mum|dad|sister|brother|boss|colleague|partner|son|daughter|roommate|ex|girlfriend|boyfriend|competitor|cousin|coworker)(?:'s)? (?:orders?|accounts?|purchases?|payments?|profile|invoices?|loans?|appointments?|records?|history|bills?|data|items?)\b|\bother (?:people|users?|customers?)(?:'s?)?\b|\b(?:which|what) (?:customer|client|user|shopper|buyer)s?\b(?! (?:number|id|name|am i))|\byour (?:customers|clients|users|shoppers|buyers)\b|\bhow many (?:customers|clients|users|shoppers|buyers)\b|\bcustomers? of yours\b|\b(?:his|her|their) (?:(?:latest|last|most recent|newest|first|previous|next|home|own) )?(?:orders?|address|email|phone|account|payments?|loans?|appointments?|invoices?|items?|purchases?|profile|data)\b|\b(?:whole|entire|full) (?:customer|user|database|orders|table|list of (?:customers|users|orders))\b|\b(?:anyone|anybody|everyone|everybody) (?:has |have |had |ever |who )*(?:made|placed|ordered|bought|purchased|spent|owes?)\b|\bother orders that are not mine\b|\bnot mine\b/u

const greeting =
  /^[\s\p{P}]*(?:hi|hello|hey|hiya|howdy|thanks?|thank you(?: so much| very much)?|thx|bye|goodbye|good (?:morning|afternoon|evening|night)|ok|okay|great|cool|nice|how are you(?: doing)?(?: today)?|who are you|what are you|what can you do|tell me a joke|lol|never ?mind|got it|that's all(?: i needed)?)(?: (?:there|again|everyone|a lot|for your help|for the help|you|bot))*[\s\p{P}]*$/u
