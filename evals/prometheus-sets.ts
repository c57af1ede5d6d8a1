/**
 * Two question sets made of the Prometheus handbook (71 pages) by script: what was taken out of a page is asked for, and the place that it came from is to be found.
 * So nothing that is asked stands in the documents word by word, and nobody had to judge what is right.
 */
import { globSync, readFileSync } from 'node:fs'
import { sha256 } from '../src/base/id.ts'
import { plainView } from '../src/base/plain-view.ts'
import { sentencesOf } from '../src/base/sentences.ts'
import { blocksOf, type Block } from '../src/base/text-blocks.ts'
import { parseDocument } from '../src/ingest/parse/parse-document.ts'
import { dataFolder, question, type EvalDocument, type EvalSet } from './datasets.ts'

/** The headings of two or more words that only one section has are taken out: short questions, in the words of a reader who knows what the section is called. */
export const loadPrometheusHeadings = async (): Promise<EvalSet> => {
  const pages = await readPages()
  const headings = pages.flatMap(({ text }) => sectionsOf(text).map(({ heading }) => heading.toLowerCase()))
  const isAsked = ({ heading, start, end }: Section): boolean =>
    heading.split(' ').length >= 2 && end - start >= leastSection && headings.filter((one) => one === heading.toLowerCase()).length === 1
  return made('prometheus-headings', pages, ({ text }) =>
    sectionsOf(text)
      .filter(isAsked)
      .map((section) => ({ asked: section.heading, out: section.line, evidence: section })),
  )
}

/** One sentence of a section is taken out of its paragraph (the inverse cloze task of Lee, Chang and Toutanova, 2019): long questions in the words of the author. */
export const loadPrometheusSentences = async (): Promise<EvalSet> =>
  made('prometheus-sentences', await readPages(), ({ source, text }) =>
    sectionsOf(text).flatMap((section) => {
      const candidates = blocksOf(text)
        .filter(({ kind, start, end }) => kind === 'prose' && start >= section.start && end <= section.end)
        .flatMap((paragraph) => sentencesIn(text, paragraph))
        .filter(({ asked }) => asked.split(' ').length >= 8 && asked.split(' ').length <= 40)
      return candidates.toSorted((one, other) => (sha256(source + one.asked) < sha256(source + other.asked) ? -1 : 1)).slice(0, 1)
    }),
  )

// Shorter ones say next to nothing but their heading.
const leastSection = 150

interface Section extends Span {
  readonly heading: string
  /** The line of the heading. */
  readonly line: Span
}

interface Span {
  readonly start: number
  readonly end: number
}

/** From below a heading to the next one, of whatever level. */
const sectionsOf = (text: string): Section[] => {
  const headings = blocksOf(text).filter(({ kind }) => kind === 'heading')
  return headings.map((block, index) => ({
    heading: plain(text.slice(block.bodyStart, block.end)),
    line: block,
    start: block.end,
    end: headings[index + 1]?.start ?? text.length,
  }))
}

/** The sentences of a paragraph of three and more, with what is left of it. */
const sentencesIn = (text: string, paragraph: Block): Taken[] => {
  const sentences = sentencesOf(text.slice(paragraph.start, paragraph.end))
  if (sentences.length < 3) return []
  return sentences.map(({ start, end, bodyStart }) => ({
    asked: plain(text.slice(paragraph.start + bodyStart, paragraph.start + end)),
    out: { start: paragraph.start + start, end: paragraph.start + end },
    evidence: paragraph,
  }))
}

interface Taken {
  readonly asked: string
  readonly out: Span
  /** Where it is to be found, in the text from which nothing was taken out. */
  readonly evidence: Span
}

const made = (name: string, pages: readonly EvalDocument[], choose: (page: EvalDocument) => readonly Taken[]): EvalSet => {
  const parts = pages.map((page) => {
    const taken = choose(page)
    const moved = (offset: number): number => offset - taken.reduce((sum, { out }) => sum + Math.max(0, Math.min(offset, out.end) - out.start), 0)
    const text = taken.toReversed().reduce((rest, { out }) => rest.slice(0, out.start) + rest.slice(out.end), page.text)
    const questions = taken.map(({ asked, evidence }) =>
      question({
        id: `${name}:${page.source}:${asked}`,
        text: asked,
        evidence: [{ source: page.source, start: moved(evidence.start), end: moved(evidence.end) }],
        answers: [],
        cluster: page.source,
      }),
    )
    return { document: { ...page, text }, questions }
  })
  return { name, target: 'span', documents: parts.map(({ document }) => document), questions: parts.flatMap(({ questions }) => questions) }
}

/** As the program reads them: the front matter is no text. */
const readPages = (): Promise<EvalDocument[]> => {
  const folder = new URL('prometheus-docs/docs/', dataFolder)
  const paths = globSync('**/*.md', { cwd: folder.pathname }).sort()
  return Promise.all(
    paths.map(async (source) => {
      const { text, title } = await parseDocument(readFileSync(new URL(source, folder)), source)
      return { source, title, text }
    }),
  )
}

const plain = (text: string): string => plainView(text).text.replaceAll(/\s+/g, ' ').trim()
