const swapMethods = { number: 'number swapped', name: 'name swapped' } as const
export type SwapMethod = (typeof swapMethods)[keyof typeof swapMethods]

export interface SwappedQuestion {
  readonly question: string
  readonly method: SwapMethod
  readonly from: string
  readonly to: string
}

/** Whether a word stands anywhere in the documents. */
export type IsKnown = (word: string) => Promise<boolean>

/**
 * A question that nearly has an answer: a number or a name in it becomes one that no document holds, and the rest stays, so that the same
 * passages are found. Null where it has neither.
 */
export const swapInQuestion = async (question: string, isKnown: IsKnown, random: () => number): Promise<SwappedQuestion | null> => {
  const number = /(?<![\p{L}\p{N}._-])\d{1,6}(?![\p{L}\p{N}_-]|\.\d)/u.exec(question)
  const name = nameIn(question)
  const found = number ? { from: number[0], at: number.index, method: swapMethods.number } : name && { ...name, method: swapMethods.name }
  if (!found) return null
  for (let tries = 0; tries < mostTries; tries++) {
    const to = found.method === swapMethods.number ? otherNumber(found.from, random) : inventedLike(found.from, random)
    if (to === found.from || (await isKnown(to))) continue
    return { question: question.slice(0, found.at) + to + question.slice(found.at + found.from.length), method: found.method, from: found.from, to }
  }
  return null
}

const mostTries = 20

/** `max_tokens`, `--port`, or a word with a capital that does not begin the sentence. */
const nameIn = (question: string): { from: string; at: number } | null => {
  const identifier = /(?<![\p{L}\p{N}])[\p{Ll}\d]+(?:_[\p{Ll}\d]+)+(?![\p{L}\p{N}])/u.exec(question)
  const proper = /(?<=[\p{L}\p{N},:'"“‘(]\s*["“‘(]?)(?<=\s|["“‘(])\p{Lu}[\p{L}\p{N}]{2,}(?![\p{L}\p{N}])/u.exec(question)
  const found = identifier ?? proper
  return found && { from: found[0], at: found.index }
}

const otherNumber = (number: string, random: () => number): string => {
  const digits = number.length
  const least = digits === 1 ? 2 : 10 ** (digits - 1)
  return String(least + Math.floor(random() * (10 ** digits - least)))
}

const syllables = ['bar', 'dol', 'fen', 'gar', 'hal', 'kor', 'lum', 'mer', 'nor', 'pel', 'quil', 'rav', 'sol', 'tam', 'ven', 'wex', 'yar', 'zen']

/** Reads like a name, with the ending that the other had: `retention_time` → `lumtam_time`, `Grafana` → `Norvex`. */
const inventedLike = (name: string, random: () => number): string => {
  const pick = (): string => syllables[Math.floor(random() * syllables.length)]!
  const invented = pick() + pick()
  const [, ...rest] = name.split('_')
  return rest.length > 0 ? [invented, ...rest].join('_') : invented.charAt(0).toUpperCase() + invented.slice(1)
}
