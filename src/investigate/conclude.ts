import { sentencesOf } from '../base/sentences.ts'
import { askModel } from './ask-model.ts'
import { isMeasured, scoreOf, type Healthy, type Hypothesis } from './hypothesis.ts'
import { wordsOf } from './read-lines.ts'
import { addNote, type Run } from './run.ts'
import { verifiedSentences } from './verify-words.ts'

export interface Concluded {
  readonly hypothesis: Hypothesis
  readonly summary: string
  /** Text for a person; never run. */
  readonly commands: readonly string[]
}

/** Causes that the evidence says nearly as surely as the first: a model may choose among these, and among no others. */
const margin = 0.15

/** The model chooses among what the evidence allows and writes words, each sentence of which is checked; without a model, and where it fails, the rules do. */
export const conclude = async (run: Run, hypotheses: readonly Hypothesis[], healthy: readonly Healthy[], names: ReadonlySet<string>): Promise<Concluded> => {
  const [first] = hypotheses
  const allowed = hypotheses
    .filter((it) => scoreOf(it, names) >= scoreOf(first!, names) - margin)
    // Words do not take the place of a figure.
    .filter((it) => isMeasured(it) || !isMeasured(first!))
    .slice(0, 5)
  const byRule: Concluded = { hypothesis: first!, summary: summaryOf(first!, hypotheses), commands: [] }
  const model = run.parts.model()
  if (!model) return byRule
  const schema = {
    type: 'object',
    properties: {
      cause: { enum: allowed.map((_, index) => `H${index + 1}`) },
      summary: { type: 'string', maxLength: 500 },
      commands: { type: 'array', maxItems: 2, items: { type: 'string', maxLength: 160 } },
    },
    required: ['cause', 'summary', 'commands'],
    additionalProperties: false,
  }
  const told = allowed.map(({ category, text }, index) => `H${index + 1} (${wordsOf(category)}): ${text}`).join('\n')
  const fine = healthy.slice(0, 8).map(({ text }) => `- ${text}`)
  const values = { question: run.request.question.slice(0, 500), hypotheses: told, healthy: fine.join('\n') || '- nothing else was looked at' }
  const said = (await askModel(run, model, 'diagnose-conclude', values, schema, 400)) as Partial<Record<'cause' | 'summary' | 'commands', unknown>> | null
  if (typeof said !== 'object' || said === null) return byRule
  const hypothesis = allowed[Number(/^H(\d)$/.exec(String(said.cause))?.[1] ?? 0) - 1]
  if (!hypothesis) {
    addNote(run, 'The model chose a cause that was not among those that the evidence allows; the rules decide.')
    return byRule
  }
  const kept = verifiedSentences(String(said.summary ?? ''), hypothesis, run.parts.systems).filter(
    (sentence, index, all) => all.findIndex((it) => it.toLowerCase() === sentence.toLowerCase()) === index,
  )
  const written = sentencesOf(String(said.summary ?? '')).length
  if (kept.length < written)
    addNote(run, `${written - kept.length} of ${written} sentences of the model were left out: the evidence does not say what they say.`)
  const commands = Array.isArray(said.commands) ? said.commands.filter((it): it is string => typeof it === 'string' && it.trim() !== '').slice(0, 2) : []
  const repeats = kept[0]?.startsWith(hypothesis.text.replace(/\.$/, '')) ?? false
  const own = kept.length > 0 ? [...(repeats ? [] : [hypothesis.text]), ...kept].join(' ') : hypothesis.text
  return { hypothesis, summary: [own, ...besideOf(hypothesis, hypotheses)].join(' '), commands }
}

/** The cause, and what else stands out. */
const summaryOf = (first: Hypothesis, hypotheses: readonly Hypothesis[]): string => [first.text, ...besideOf(first, hypotheses)].join(' ')

/** What figures measured wrong stands in every diagnosis, whatever is called its cause and whoever words it. */
const besideOf = (first: Hypothesis, hypotheses: readonly Hypothesis[]): string[] => {
  const others = hypotheses
    .filter((it) => it !== first && it.strength >= standing && (isMeasured(it) ? it.text !== first.text : it.category !== first.category))
    .toSorted((one, other) => Number(isMeasured(other)) - Number(isMeasured(one)))
  const words = [...new Set(others.map(({ text }) => text.replace(/\.$/, '')))].slice(0, mostBeside)
  return words.length > 0 ? [`Seen beside it: ${words.join('; ')}.`] : []
}
const standing = 0.6
const mostBeside = 5
