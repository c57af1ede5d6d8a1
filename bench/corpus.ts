/** Text for measuring: made from the handbook's own words by a seeded generator, so that every machine measures the same and none needs data. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Mulberry32: a few lines, the same numbers everywhere. */
export const seeded = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

interface Chain {
  readonly first: readonly string[]
  readonly next: ReadonlyMap<string, readonly string[]>
}

/** Which word follows which in the handbook: sentences made of it have real words at real frequencies. */
const readChain = (): Chain => {
  const next = new Map<string, string[]>()
  const first: string[] = []
  for (const file of globSync('docs/*.md', { cwd: root })) {
    for (const sentence of readFileSync(join(root, file), 'utf8')
      .replace(/```[\s\S]*?```|[|#*`>]/g, ' ')
      .split(/(?<=[.:])\s+/)) {
      const words = sentence.split(/\s+/).filter((word) => /^[\w.,'-]+$/.test(word))
      if (words.length < 4) continue
      first.push(words[0]!)
      for (const [index, word] of words.entries()) next.set(word, [...(next.get(word) ?? []), words[index + 1] ?? '.'])
    }
  }
  return { first, next }
}

export const textMaker = (seed: number) => {
  const chain = readChain()
  const random = seeded(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  const sentence = (): string => {
    const words = [pick(chain.first)]
    while (words.length < 24) {
      const word = pick(chain.next.get(words.at(-1)!) ?? ['.'])
      if (word === '.' && words.length >= 6) break
      words.push(word === '.' ? pick(chain.first) : word)
    }
    return `${words.join(' ')} ${Math.floor(random() * 10_000)}.`
  }
  const paragraph = (): string => Array.from({ length: 4 }, sentence).join(' ')
  return {
    sentence,
    /** A page of `sections` sections, each about one chunk of 120 tokens. */
    page: (number: number, sections: number): string =>
      `# Page ${number}\n\n${Array.from({ length: sections }, (_, index) => `## Part ${index + 1} of ${sentence()}\n\n${paragraph()}`).join('\n\n')}\n`,
  }
}
