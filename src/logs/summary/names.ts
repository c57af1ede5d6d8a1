/** Every name of the sentence stands in one of the texts: identifiers anywhere, words with a capital within a sentence, quoted words. */
export const namesHold = (sentence: string, texts: readonly string[]): boolean => {
  const said = texts.join('\n').toLowerCase()
  return namesOf(sentence).every((name) => said.includes(name.toLowerCase()) || common.has(name.toLowerCase()))
}

const namesOf = (sentence: string): string[] => [
  ...[...sentence.matchAll(/["“'‘]([^"”'’]{2,80})["”'’](?!\w)/g)].map(([, quoted]) => quoted!),
  ...[...sentence.matchAll(/[\p{L}\p{N}_][\p{L}\p{N}_.:/@+-]*[\p{L}\p{N}_]|[\p{L}\p{N}]/gu)].flatMap(({ 0: word, index }) =>
    isIdentifier(word) || (isCapital(word) && !isStart(sentence, index)) || (isCapital(word) && !starters.has(word.toLowerCase()) && index === 0) ? [word] : [],
  ),
]

/** With an underscore, a dot, a slash or a colon within, a digit beside letters, or a capital after the first letter. */
const isIdentifier = (word: string): boolean =>
  /[_/@:]|\p{L}\.\p{L}|\p{L}-?\p{N}|\p{N}-?\p{L}|\p{Ll}\p{Lu}|\p{Lu}{2}/u.test(word) && !/^\p{N}+(?:st|nd|rd|th)$/u.test(word)

const isCapital = (word: string): boolean => /^\p{Lu}\p{Ll}/u.test(word)

const isStart = (sentence: string, index: number): boolean => index === 0 || /[.!?:]\s+$/.test(sentence.slice(0, index))

// Of any system, so they claim nothing.
const common = new Set('api cpu db dhcp dns gc http https i id ids io i/o ip jvm lan ntp os pid ram sql ssh ssl tcp tls udp url utc vm e.g i.e'.split(' '))

// What sentences of a report begin with. Another word with a capital there may be a name, and must then be one of the log's.
const starters = new Set(
  (
    'two three four five six seven eight nine ten eleven twelve dozens hundreds thousands millions half twice a access accounts after all also an analyse analyze another any application applications as at attempts authentication because before between both brute bursts by check client clients cluster compare ' +
    'confirm configuration connection connections consider contact data database despite determine disk disks due during each ensure error errors every examine exception exceptions failed failure failures ' +
    'file files find first for found from frequent hardware hosts identify if in incorrect increase insufficient internal invalid investigate issues it its job jobs kernel large last likely line lines ' +
    'links logins logs look lost machine machines many memory message messages missing monitor most multiple network networks no node nodes numerous of on one only open opening operations other others ' +
    'packet packets password passwords permission permissions please possible possibly problem problems process processes program programs reading receive received remote repeated repeatedly requests ' +
    'resources retries retry review same see server servers service services session sessions several severe since some someone storage system systems task tasks that the their there these they this those ' +
    'threads timeout timeouts too trouble two unable unauthorized unauthorised unexpected unknown unusual use user users validate verify was warning warnings what when where which while with within worker workers writing'
  ).split(' '),
)
