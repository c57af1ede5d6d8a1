/** What a sentence must hold to answer a question for a quantity, e.g. an amount of money; null for questions that ask for none. */
export type Demand = (plain: string) => boolean

export const demandOf = (question: string): Demand | null => {
  const found = demands.find(([asks]) => asks.test(question))
  if (!found) return null
  const known = new Set(question.match(numeral) ?? [])
  // What the question itself says is no answer to it: the 3 of "Nightjar 3".
  return (plain) => found[1].test((found[1] === any ? plain.replace(date, '') : plain).replace(numeral, (number) => (known.has(number) ? '' : number)))
}

// Counts nothing.
const date = /\b(?:in|since|until|by|from|of|en) [12]\d{3}\b(?!\s?%|\s(?!(?:and|in|by|the|with|as|when|a|it|he|she|to|at|on|for|after|y)\b)\p{Ll})/giu

const numeral = /(?<![\p{L}\p{N}.,])\d+(?:[.,]\d+)*(?![\p{L}\p{N}])/gu

const words = String.raw`(?<!\p{L})(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|dozens?|half|twice|both|single|couple|several|eine?[rnms]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|halbe?|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce)(?!\p{L})`
const number = String.raw`(?:\d|${words})`
const any = new RegExp(String.raw`${number}|(?<!\p{L})(?:none|all|most|majority|third|quarter|double|triple|no|unlimited)(?!\p{L})`, 'iu')

const money =
  /[$€£¥]\s?\d|\d[\d.,]*\s?(?:(?:thousand|million|billion|[kmb]n?)\s)?(?:[$€£¥%]|euros?\b|eur\b|dollars?\b|usd\b|pounds?\b|gbp\b|francs?\b|chf\b|cents?\b|yen\b|pesos?\b|marks?\b|per ?cent\b)|\b(?:free|no charge|gratis|kostenlos|kostenfrei)\b|\|.*\d/iu
const duration =
  /(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|fortnights?|months?|years?|decades?|century|centuries|semesters?|sekunden?|minuten?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?|metres?|meters?|kilomet(?:re|er)s?|miles?|feet|foot|inch(?:es)?|yards?|pages?|lines?|words?|characters?|zeichen|caracteres)(?!\p{L})|\d\s?(?:ms|s|min|h|d|m|km|cm|mm|ft|bp|base pairs)\b|\b(?:until|since|forever|permanent(?:ly)?|indefinite(?:ly)?|lifetime|for life|bis|hasta)\b|\b[12]\d{3}\b|\|.*\d/iu
const mass =
  /\d\s?(?:mg|g|kg|t|lbs?|oz|grams?|gramm|kilos?|kilogram(?:s|me?s?)?|pounds?|ounces?|stone|tonnes?|tons?|tonnen?|toneladas?|gramos?)(?!\p{L})|\|.*\d/iu
const frequency =
  /\d|(?<!\p{L})(?:every|each|per|daily|nightly|weekly|monthly|quarterly|yearly|annual(?:ly)?|hourly|bi\p{L}+|once|twice|times|always|never|rarely|regular(?:ly)?|frequent(?:ly)?|jede[rsnm]?|täglich|wöchentlich|monatlich|jährlich|einmal|cada|diari\p{L}+|semanal\p{L}*|mensual\p{L}*|anual\p{L}*|vez|veces)(?!\p{L})/iu
const time =
  /\d|(?<!\p{L})(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|fall|winter|easter|christmas|century|decade|year|month|week|day|night|morning|noon|afternoon|evening|midnight|hours?|minutes?|today|tomorrow|yesterday|before|after|during|until|till|since|while|when|whenever|once|if|upon|as soon as|immediately|every|daily|weekly|monthly|annually|yearly|always|never|early|late|later|time|period|era|age|war|januar|februar|märz|mai|juni|juli|oktober|dezember|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|uhr|vor|vorher|nach|bis|seit|während|wenn|sobald|spätestens|jede[rsnm]?|tage?n?|wochen?|monate?n?|jahre?n?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|lunes|martes|miércoles|jueves|viernes|sábado|domingo|antes|después|desde|hasta|durante|cuando|cada|año|mes|semana|día)s?(?!\p{L})/iu
const year = /\b[12]\d{3}\b/

// The first that matches counts. "How long" asks for time and length alike.
const demands: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\bhow (?:much|expensive)\b.*\b(?:costs?|price|pay|paid|spen[dt]|earn|charged?|fee|money|euros?|dollars?)\b|\b(?:what|which) (?:is|was|are|were) the (?:\p{L}+ )?(?:price|cost|fee)s? (?:of|for)\b|\b(?:was|wie ?viel) kosten?t?\b|\bcuánto (?:cuesta|vale)n?\b/iu,
    money,
  ],
  [/\bhow heavy\b|\bhow much\b.*\bweighs?\b|\bwie schwer\b|\bcuánto pesan?\b/i, mass],
  [/\bhow often\b|\bwie oft\b|\bcon qué frecuencia\b/i, frequency],
  [/\bhow long\b|\bwie lange?\b|\bcuánto (?:tiempo|dura)n?\b/i, duration],
  [/\b(?:what|which) year\b|\bin welchem jahr\b|\b(?:en )?qué año\b/i, year],
  [/^\W*when\b|^\W*wann\b|^\W*cuándo\b|\bwhat (?:date|day)\b/i, time],
  [/\bhow (?:many|much|old|far|tall|high|large|big|fast|deep|wide)\b|\bwie (?:viele?|hoch|alt|weit|groß|schnell|tief|breit)\b|\bcuánt[oa]s?\b/i, any],
  [
    /\b(?:what|which)(?: (?:is|was|are|were))?(?: the)?(?: \p{L}+)? (?:percentage|percent|port|time-?out|limit|population|weight|height|temperature|number of|amount of)\b(?! \p{L}+ing)/iu,
    any,
  ],
]
