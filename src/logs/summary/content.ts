/** The first five letters of each word that says something of its own: near enough for "connection" and "connect" to meet. */
export const stemsOf = (text: string): string[] => {
  const words = text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ').match(/\p{L}{3,}/gu) ?? []
  return [...new Set(words.map(stemOf))].filter((stem) => !framing.has(stem))
}

const stemOf = (word: string): string => word.toLowerCase().slice(0, 5)

/** The share of a sentence's own words that stand in a text; 1 where it has none. */
export const coverage = (sentence: string, known: ReadonlySet<string>): number => {
  const own = stemsOf(sentence)
  return own.length === 0 ? 1 : own.filter((stem) => known.has(stem)).length / own.length
}

/** What any report says, whatever it is about. */
const framing = new Set(
  (
    'the and for with from that this these those there their then than when where which while who whose was were are has have had been being will would can could may might must should shall not but its out off ' +
    'into onto over under after before between during each every all any some several many most more less least few other others another same such only also both very still once twice times time line lines log logs ' +
    'template templates count counts kind kinds happened happen happens occurred occurs occur occurring appeared appears seen shown found came come began begin started ended repeated repeatedly often frequently multiple ' +
    'numerous cause caused causes causing because due reason likely possible possibly probably indicates indicate suggests suggest check look investigate review examine verify ensure monitor whether first last ' +
    'between about against across within following different specific related issue issues problem problems event events message messages entry entries number numbers'
  )
    .split(' ')
    .map(stemOf),
)
