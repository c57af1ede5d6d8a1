/** A sentence as the model wrote it, without its marks, and the passages (1-based) that it pointed at. */
export interface Marked {
  readonly text: string
  readonly numbers: readonly number[]
}

// [1], [1, 2], [1-3], [^1], [passage 1], 【1】, also in round brackets; an index into a list inside backticks is none.
const mark =
  /\s*(?:\(\s*)?(?:[[【]\^?(?:(?:passages?|sources?|documents?)\s*)?(?<numbers>\d{1,3}(?:\s*(?:,|;|-|–|and)\s*\d{1,3})*)(?:†[^\]】]*)?[\]】])(?:\s*\))?(?!\()/giu
const code = /`[^`]*`/g

/** Takes the marks `[1]` out of a sentence. Numbers above `count` name no passage and stay as text. */
export const readMarks = (sentence: string, count: number): Marked => {
  const codeSpans = [...sentence.matchAll(code)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
  const numbers = new Set<number>()
  const text = sentence.replace(mark, (whole, ...rest) => {
    const { numbers: list } = rest.at(-1) as { numbers: string }
    const at = rest.at(-3) as number
    const named = expand(list)
    if (named.some((number) => number < 1 || number > count) || codeSpans.some((span) => at >= span.start && at < span.end)) return whole
    for (const number of named) numbers.add(number)
    return ''
  })
  return { text: text.trim(), numbers: [...numbers] }
}

const expand = (list: string): number[] => {
  const range = /^(\d+)\s*[-–]\s*(\d+)$/.exec(list)
  if (!range) return [...list.matchAll(/\d+/g)].map((match) => Number(match[0]))
  const [from, to] = [Number(range[1]), Number(range[2])]
  return to >= from && to - from < 10 ? Array.from({ length: to - from + 1 }, (_, index) => from + index) : [from, to]
}

/** Puts marks that stand behind a full stop before it, so that they stay with their sentence. */
export const pullMarks = (text: string): string => text.replace(/([.!?]["”’)]*)((?:[ \t]*[[【]\^?\d{1,3}(?:\s*,\s*\d{1,3})*[\]】])+)(?=\s|$)/gu, '$2$1')

/** "Answer:" and "**Answer:**" in front of a sentence say nothing. */
export const withoutLabel = (text: string): string => text.replace(/^(?:\*\*)?(?:answer|response|(?:here is|here's) the answer)\s*:\s*(?:\*\*)?\s*(?=\S)/i, '')
