/**
 * The ten sets that retrieval is measured on, chosen before any ranking had seen the new ones; none is left out of a report.
 * `five` have questions and documents of their own, in the language of the embedding model. `more` ask some of these in a harder corpus,
 * or what the model was not made for: Spanish, Chinese, shell commands.
 */
import { readFileSync } from 'node:fs'
import { sha256 } from '../src/base/id.ts'
import { dataFolder, loadChunkingEvaluation, loadClapnq, loadXquad, question, type EvalSet } from './datasets.ts'
import { loadPrometheusHeadings, loadPrometheusSentences } from './prometheus-sets.ts'

export const loadRetrievalSets = async (): Promise<{ readonly five: readonly EvalSet[]; readonly more: readonly EvalSet[] }> => ({
  five: [loadChunkingEvaluation(), loadClapnq(), loadXquad('en'), await loadPrometheusHeadings(), await loadPrometheusSentences()],
  more: [loadPooled(), loadXquadArticles(), loadXquad('es'), loadXquad('zh'), loadCommands()],
})

/** The questions of clapnq-dev and xquad-en, each among the documents of both and of chunking-evaluation. */
const loadPooled = (): EvalSet => {
  const sets = [loadClapnq(), loadXquad('en'), loadChunkingEvaluation()]
  return {
    name: 'pooled',
    target: 'passage',
    documents: sets.flatMap(({ documents }) => documents),
    questions: sets.filter(({ target }) => target === 'passage').flatMap(({ questions }) => questions),
  }
}

/** xquad-en with the paragraphs of an article in one document: to be found is the chunk that holds the answer, among neighbours that speak of the same. */
const loadXquadArticles = (): EvalSet => {
  const { documents, questions } = loadXquad('en')
  const articles = [...Map.groupBy(documents, ({ title }) => title)].map(([title, paragraphs]) => ({ title, source: `${title}.txt`, paragraphs }))
  const places = new Map(
    articles.flatMap(({ source, paragraphs }) =>
      paragraphs.map((paragraph, index) => [paragraph.source, { source, text: paragraph.text, start: startOf(paragraphs, index) }]),
    ),
  )
  return {
    name: 'xquad-articles',
    target: 'span',
    documents: articles.map(({ title, source, paragraphs }) => ({ title, source, text: paragraphs.map(({ text }) => text).join(between) })),
    questions: questions.map((asked) => {
      const place = places.get(asked.cluster)!
      const [answer] = asked.answers
      const start = place.start + place.text.indexOf(answer!)
      return { ...asked, evidence: [{ source: place.source, start, end: start + answer!.length }] }
    }),
  }
}

const between = '\n\n'
const startOf = (paragraphs: readonly { readonly text: string }[], index: number): number =>
  paragraphs.slice(0, index).reduce((sum, { text }) => sum + text.length + between.length, 0)

/** 2,000 of nl2bash's descriptions, by hash: which shell command does that? Commands told with the same words are all right. */
const loadCommands = (): EvalSet => {
  const lines = (name: string): string[] =>
    readFileSync(new URL(`nl2bash/${name}`, dataFolder), 'utf8')
      .trim()
      .split('\n')
  const commands = lines('all.cm').map((command) => command.trim())
  const rows = lines('all.nl').map((text, index) => ({ text: text.trim(), command: commands[index]! }))
  const asked = [...Map.groupBy(rows, ({ text }) => text)].toSorted(([one], [other]) => (sha256(one) < sha256(other) ? -1 : 1)).slice(0, 2_000)
  const known = [...new Set(asked.flatMap(([, same]) => same.map(({ command }) => command)))]
  const sources = new Map(known.map((command, index) => [command, `${index}.txt`]))
  return {
    name: 'nl2bash',
    target: 'passage',
    documents: known.map((command) => ({ source: sources.get(command)!, title: '', text: command })),
    questions: asked.map(([text, same]) =>
      question({
        id: `nl2bash:${text}`,
        text,
        evidence: [...new Set(same.map(({ command }) => command))].map((command) => ({ source: sources.get(command)!, start: 0, end: command.length })),
        answers: [],
        cluster: sources.get(same[0]!.command)!,
      }),
    ),
  }
}
