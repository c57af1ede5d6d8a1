import { plainLetters } from './plain-letters.ts'

/** What in a sentence speaks to whoever writes the answer rather than to whoever reads it: 1 where it is there, else 0. */
export type Signals = Readonly<Record<SignalName, number>>

const lead = String.raw`^[\s>#\-+|("'\[\]\d.:]*(?:(?:please|kindly|now|then|also|instead|first|next|finally|and|but|important|attention|note|remember to|make sure to|be sure to|ensure (?:that )?you|you (?:must|should|need to|have to|will|are to)|i (?:want|need|would like) you to|(?:can|could|would|will) you(?: please)?)[\s:,!]+){0,3}`
const compose =
  'write|draft|compose|produce|create|generate|develop|craft|provide|give|explain|describe|summari[sz]e|translate|convert|list|tell|outline|discuss|break down|show|suggest|recommend|prepare|design|recite|name|solve|calculate|compare'
const alter =
  'add|include|insert|append|prepend|incorporate|integrate|embed|inject|introduce|replace|substitute|swap|rearrange|scramble|shuffle|remove|omit|encode|encrypt|misspell|use|rewrite|transform|start|begin|end|finish|conclude|close|weave|mention|place|put|alter|change|switch|mix|present|respond|reply|answer|spread|promote|encourage|advertise|compress|combine|merge|group|eliminate|delete|modify|jumble|utili[sz]e'
const output = 'answers?|response|reply|replies|responses|outputs?|completion|summary|explanation|text you (?:write|generate|produce)'
const asked = 'users?|readers?|questions?|quer(?:y|ies)|prompts?|me|us|this|that'
// "Your answer to the customer", "the answer sheet": of people among each other.
const notMail = String.raw`(?! (?:to|on|from|by) (?!(?:the |any |every |each |all |your )?(?:\w+ )?(?:${asked})\b))(?! (?:form|sheet|card|letter|box|field)s?\b)`
const orders =
  'instructions?|prompts?|directions?|guidelines?|rules?|commands?|orders?|directives?|context|polic(?:y|ies)|programming|training|restrictions|safeguards|filters|constraints|messages?'

const patterns = {
  /** Sets aside what was said before. */
  override: new RegExp(
    String.raw`\b(?:(?:ignore|disregard|overlook|forget|override|overrule|bypass|neglect|do not follow|don't follow|stop following|never mind|pay no attention to)\b.{0,40}|(?:skip|drop|dismiss) )\b(?:previous|prior|above|preceding|earlier|before|all|any|your|these|those|existing|original|initial|system|other|everything|safety|current|the)\b.{0,30}\b(?:${orders}|said|told|(?:text|content)s? above)\b|\b(?:forget|ignore|disregard) (?:everything|all(?: of)? (?:that|this)|what (?:you|i|was)|the above)\b|\b(?:new|updated|revised|real|actual) (?:instructions?|task|orders?|directives?|system prompt)\b\s*(?:[:=]|is\b|are\b|for you|follow)|\b(?:ignor\w*|olvid\w*|oubli\w*|vergiss|vergessen sie|missacht\w*|dimentic\w*|esqueç\w*|negeer)\b.{0,40}\b(?:instruc\w*|instruktion\w*|anweisung\w*|istruzion\w*|consign\w*|instruções|regeln|reglas|règles|vorherigen|anteriores|précédentes)|(?:игнорируй|забудь).{0,40}(?:инструкц|указани|правила)|(?:忽略|无视|忘记).{0,12}(?:指令|说明|提示|规则|内容)|(?:以前|上記|前)の?(?:指示|命令).{0,6}無視`,
    'iu',
  ),
  /** Gives the writer another part to play. */
  role: /\byou(?:'re| are| will| shall| must)?\s+(?:now\s+)?(?:(?:going to |to )?(?:act|behave|respond|answer|pretend|roleplay|role-play)(?:ing)? (?:as|like|to be)|(?:are )?now (?:an? |in |the |called |known |named |operating|free|unrestricted)|no longer (?:bound|an? |have|required|restricted|follow))|^\W*(?:act|behave|pretend|imagine) (?:as (?:if|an?|the|my)|like|(?:that )?you(?:'re| are)|to be)\b|\bfrom now on,? (?:you(?:r|'re| are| will| must| shall| only| always| answer| respond| reply| act| speak)|always|only|answer|respond|reply|act|speak)\b|\b(?:developer|debug|god|admin|maintenance|jailbreak|unrestricted|dan|sudo|opposite) mode\b|\bdo anything now\b|\b(?:without|no|free (?:of|from)) (?:any |all )?(?:restrictions|censorship|filters?|moral|ethical|limitations|guidelines)\b|\bstay in character\b/iu,
  /** Says what the answer is to be like. */
  output: new RegExp(
    String.raw`\b(?:in|into|to|of|from|with|within|throughout|across|for|at the (?:end|start|beginning|top|bottom) of|before|after|as)\s+(?:your|the final|the generated|every|each|all(?: of)? your)\s+(?:\w+\s+){0,2}(?:${output})\b${notMail}|\byour (?:\w+ ){0,2}(?:${output})\b(?! (?:time|code|status|body|header|from))${notMail}|\bwhen (?:you )?(?:answering|responding|replying|summari[sz]ing|generating)(?: to)?(?:\s*[,:;]|\s+(?:about|with|(?:this|that|these)\b|(?:the |an? |any |all |every |each |your )?(?:\w+ )?(?:${asked}|documents?|texts?|answers?)\b))|\b(?:in|into) the (?:answer|response|reply)\b${notMail}|\b(?:say|print|output|respond|reply|answer|repeat|write)\b(?: back)?(?: with| in)? (?:exactly|verbatim|nothing but|only (?:with|the (?:word|string|phrase)s?))\b`,
    'iu',
  ),
  /** Begins with a verb that asks for a text. */
  compose: new RegExp(String.raw`${lead}(?:${compose})\b`, 'iu'),
  /** Begins with a verb that asks for a change to a text. */
  alter: new RegExp(String.raw`${lead}(?:${alter})\b`, 'iu'),
  /** Asks for certain words. */
  say: new RegExp(
    String.raw`(?:${lead}|\b(?:just|only|instead|simply|must|should|please|then|and|to)\s+)(?:say|print|output|respond|reply|answer|write|repeat|type|echo|state|tell (?:the |them|him|her|everyone)\w*)(?: back)?(?: only| exactly| just| simply| with| that| the (?:words?|phrase|following|text)| the user\w*)*\s*:?\s*["'\u0060“]|\b(?:reply|respond|answer)s? (?:only |exactly |just |simply )*(?:with|in)\b|\bsay (?:exactly|only|nothing but)\b`,
    'iu',
  ),
  /** Wants what the reader may not have. */
  reveal:
    /(?<!\b(?:not|never|don't|without) (?:\w+ )?)\b(?:(?:reveal|repeat|show|leak|print|output|display|expose|disclose|share|send|tell|give|list|dump|return|copy)\b.{0,40}\b(?:(?:your|initial|original|hidden|secret|previous)\s+(?:\w+\s+){0,2}(?:prompt|instructions|rules|secrets|conversation|chat history|system message|configuration)|system prompt|everything above|(?:text|words) above)|(?:reveal|leak|print|output|expose|disclose|dump|list)\b.{0,40}\b(?:your|the|all)\s+(?:\w+\s+){0,2}(?:secrets?|passwords?|api[ -]?keys?|credentials|tokens|conversation|chat history))\b/iu,
  /** Talks to a machine that writes. */
  machine:
    /^\W*(?:(?:hello|hey|dear|hi),? )?(?:assistant|chat ?bot|AI|LLM|language model)\s*[,:]|\b(?:note|attention|message|instructions?|hint|hello|hey|dear)\b,? (?:(?:to|for|from) )?(?:the |any |all )?(?:AI|assistants?|LLMs?|(?:chat)?bots?|language models?)\b|\b(?:AI|LLM|language|chat|virtual)[ -]?(?:models?|assistants?|agents?|bots?|systems?)? (?:reading|processing|summari[sz]ing|that reads?|should|must|shall|will now|ha(?:s|ve) to|(?:are|is) to|needs? to)\b|\bthe (?:assistant|chat ?bot|LLM|AI) (?:should|must|shall|will now|has to|is to|needs to)\b|\byou(?:'re| are| as) an? (?:\w+ ){0,2}(?:AI|LLM|language model|assistant|chat ?bot)\b/iu,
  /** Wants to stay unseen. */
  secrecy:
    /\b(?:do not|don't|never|without)\b.{0,20}\b(?:mention|tell|reveal|inform|say|disclos\w*|notif\w*|alert\w*|refer\w*|acknowledg\w*)\b.{0,40}\b(?:this|user|reader|anyone|instructions?|these|that you|it)\b/iu,
  /** Looks like the frame of a prompt. */
  frame:
    /<\|[a-z_]{2,24}\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|assistant|user|instructions?|important|admin)>|<(?:start|end)_of_turn>|^\W*(?:system|assistant|user|human|admin|developer)\s*(?:prompt|message|note|override|update|instruction)\s*:|^\W*instruction\s*:|^\W*(?:system|assistant|user|human|admin|developer)\s*:\s*(?:you|ignore|disregard|override|now|always|answer|respond|reply|say|the (?:previous|above|user|assistant|model|answer))\b|^\W{0,8}(?:(?:end of|begin(?:ning)? of) (?:passages?|documents?|context|prompt|instructions?|system|conversation)\b|new (?:context|prompt|instructions?|conversation)\s*(?:[:.!]|$))|={3,}\s*(?:\w+ )?(?:passage|system|question|instruction)/iu,
  /** Would carry something away. */
  exit: /!\[[^\]]*\]\((?!\S*\.(?:png|svg|jpe?g|gif|webp)\))|https?:\/\/\S*[?&/=#][^\s)]*(?:\{|\[|<|%7B|\$|SECRET|DATA|PASSWORD|KEY|here\b)|\b(?:include|show|load|fetch) an? (?:image|link)\b.{0,60}(?:https?:|www\.)/iu,
  /** Sends the reader, or something, to an address: handbooks do. */
  address:
    /\b(?:send|post|upload|forward|transmit|exfiltrate|submit|e-?mail)\b.{0,50}\b(?:to|at)\b.{0,30}(?:https?:|www\.|@|\w+\.(?:com|xyz|net|io|ru|example)\b)|\b(?:click|visit|go to|navigate to|download|open|follow|sign (?:in|up)|log in|check out|link to|load|fetch)\b.{0,60}(?:https?:|www\.|\b[\w-]+\.(?:com|xyz|net|info|ru|tk|example|site)\b)/iu,
  /** Wants other people's code in one's own. */
  code: /\b(?:utili[sz]e|featur\w*|enrich\w*|fortif\w*|includ\w+|incorporat\w+|append\w*|embed\w*|integrat\w+|insert\w*|add\w*|use|apply\w*|meld\w*|merg\w+|weav\w+|execut\w+|deploy\w*|employ\w*|enlist\w*|leverag\w+|adopt\w*|infus\w+|blend\w*|fus\w+|manifest\w*|implement\w*|reflect\w*|encompass\w*|essence|presence|part)\b.{0,60}\b(?:following|subsequent|below|next|ensuing|given|provided|this)\b.{0,30}\b(?:code|snippet|script|lines?|programming|function|software|source)\b|\bcode (?:section|block|snippet|segment|excerpt|fragment|piece|portion)s?\b.{0,60}\b(?:your|the code you|codebase|solution|implementation|program)\b/iu,
  /** Raises its voice. */
  shout:
    /^\W*(?:important|attention|urgent|warning|critical|stop|alert|note)\s*[!:]|\b(?:very )?important\W+(?:instructions?|message|notice)\b|!{2,}|\b[A-Z]{4,}\b[^a-z]{1,5}\b[A-Z]{4,}\b[^a-z]{1,5}\b[A-Z]{3,}\b/u,
  /** Asks, instead of telling. */
  question: /\?["')\]]*\s*$/u,
} satisfies Record<string, RegExp>

export const signalNames = [...(Object.keys(patterns) as (keyof typeof patterns)[]), 'ordersOutput'] as const
export type SignalName = keyof typeof patterns | 'ordersOutput'

export const signalsOf = (text: string): Signals => {
  const plain = plainLetters(text).slice(0, longest)
  const found = Object.fromEntries(Object.entries(patterns).map(([name, pattern]) => [name, pattern.test(plain) ? 1 : 0])) as Record<
    keyof typeof patterns,
    number
  >
  const isOrder = found.compose + found.alter + found.say > 0
  // "Can you explain …?" is one thing, a polite order, and not two.
  return { ...found, question: isOrder ? 0 : found.question, ordersOutput: isOrder ? found.output : 0 }
}

/** Does it speak of the answer, of the prompt or to a machine? Handbooks order, ask and send people to addresses; that alone says nothing. */
export const speaksToWriter = (signals: Signals): boolean => telling.some((name) => signals[name] > 0)

const telling = ['override', 'role', 'output', 'reveal', 'machine', 'secrecy', 'frame', 'exit', 'code'] as const satisfies readonly SignalName[]

// A sentence is no longer; a line without any end may be, and its beginning tells.
const longest = 2000
