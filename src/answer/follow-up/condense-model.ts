import { fill } from '../../base/fill.ts'
import type { Message, Usage } from '../../domain/model.ts'
import type { TaskModel } from '../../domain/task.ts'
import { sha256 } from '../../base/id.ts'
import { faultOfStandalone } from './check-standalone.ts'
import { completeInTime, type Run } from '../in-time.ts'
import type { PromptTemplate } from '../prompt-template.ts'

export interface Condensed {
  /** Null when what the model wrote was refused. */
  readonly standing: string | null
  readonly refused: string | null
  readonly usage: Usage
  /** How many of the latest turns the model was shown. */
  readonly used: number
  readonly by: string
}

/** The standalone question in a model's words, if they pass the check. Fails as the model fails. */
export const condenseByModel = async (
  question: string,
  history: readonly Message[],
  { model, template, run }: { model: TaskModel; template: PromptTemplate; run: Run },
): Promise<Condensed> => {
  const shown = await latestThatFit(history, model)
  const { text, finish } = await completeInTime(run, model, {
    messages: [
      { role: 'system', content: template.system },
      { role: 'user', content: fill(template.user, { history: render(shown), question }) },
    ],
    maxTokens: model.maxTokens,
  })
  const standing = text
    .trim()
    .replace(/^(?:rewritten|standalone|last)?\s*question\s*:\s*/i, '')
    .replace(/^["“'«](?<inner>.*)["”'»]$/su, '$<inner>')
    .trim()
  const refused = finish.reason === 'stop' ? faultOfStandalone(standing, question, history) : 'it was not written to its end'
  return {
    standing: refused === null ? standing : null,
    refused: refused && `the model's version was not taken: ${refused}`,
    usage: finish.usage,
    used: shown.length,
    by: finish.model ?? model.generator.id,
  }
}

// A long answer is known by its beginning.
const longestTurn = 600

/** As many of the latest turns as the model reads readily; the last one always. */
const latestThatFit = async (history: readonly Message[], { generator }: TaskModel): Promise<Message[]> => {
  const shown: Message[] = []
  let left = Math.min(generator.passageBudgetTokens, Math.floor(generator.contextTokens / 4))
  for (const { role, content } of history.toReversed()) {
    const turn = { role, content: content.length > longestTurn ? `${content.slice(0, longestTurn)}…` : content }
    left -= (await generator.countTokens(turn.content)) + 8
    if (left < 0 && shown.length > 0) break
    shown.unshift(turn)
  }
  return shown
}

/** The mark depends on the text between the marks, so no turn can hold the opening of another. */
const render = (turns: readonly Message[]): string => {
  const mark = `=== ${sha256(turns.map(({ content }) => content).join('\0')).slice(0, 8)}`
  return [...turns.map(({ role, content }) => `${mark} ${role}\n${content.replaceAll(mark, '===')}`), `${mark} end of conversation`].join('\n')
}
