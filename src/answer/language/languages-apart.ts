import { fill } from '../../base/fill.ts'
import type { Passage } from '../../domain/document.ts'
import type { Usage } from '../../domain/model.ts'
import type { TaskModel } from '../../domain/task.ts'
import { isAppError } from '../../base/error.ts'
import { throwIfAborted } from '../../base/async.ts'
import { isRefusal } from '../abstain.ts'
import { factsOf } from '../reading/facts.ts'
import { isNamed } from '../reading/identifiers.ts'
import { completeInTime, noUsage, type Run } from '../in-time.ts'
import { quantitiesOf } from '../reading/numbers.ts'
import type { PromptTemplate } from '../prompt-template.ts'
import { languageOf, nameOfLanguage } from '../../base/question-language.ts'

/** A question in one language about documents in another. */
export interface Apart {
  readonly asked: string
  readonly documents: string
}

/** Null when both are the same, as far as can be told. What the best passages are written in counts, not what a few strays are. */
export const languagesApart = (question: string, passages: readonly Passage[]): Apart | null => {
  const asked = languageOf(question)
  const counts = new Map<string, number>()
  for (const { language } of passages.slice(0, 5)) counts.set(language, (counts.get(language) ?? 0) + 1)
  const [documents] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? [null]
  return asked === null || documents === null || counts.has(asked) ? null : { asked, documents }
}

export const writes = ({ generator: { capabilities } }: TaskModel, language: string): boolean => capabilities.languages?.includes(language) ?? true

/** The question in the documents' language, to search and to weigh passages by; the question as it is where the model's version cannot be trusted. */
export const translateQuestion = async (
  question: string,
  { documents }: Apart,
  { model, template, run }: { model: TaskModel; template: PromptTemplate; run: Run },
): Promise<{ text: string; usage: Usage }> => {
  try {
    const messages = [
      { role: 'system', content: template.system },
      { role: 'user', content: fill(template.user, { question, language: nameOfLanguage(documents) }) },
    ] as const
    const { text, finish } = await completeInTime(run, model, { messages, maxTokens: model.maxTokens })
    const translated = text.trim().replace(/^["“'«](?<inner>.*)["”'»]$/su, '$<inner>')
    return { text: finish.reason === 'stop' && isTranslation(translated, question) ? translated : question, usage: finish.usage }
  } catch (error) {
    throwIfAborted(run.signal)
    if (!isAppError(error)) throw error
    return { text: question, usage: noUsage }
  }
}

/** A question may hold the words of a refusal: "Why do the documents not say …?" */
const isQuestion = (text: string): boolean => /[?？]$/.test(text)

/** One line of about that length, with the same numbers and identifiers, no more and no fewer. */
const isTranslation = (translated: string, question: string): boolean => {
  if (
    translated === '' ||
    (isRefusal(translated) && !isQuestion(translated)) ||
    /[\n\r]/.test(translated) ||
    translated.length > Math.min(1000, 80 + question.length * 6)
  )
    return false
  const [made, given] = [translated, question].map((text) => ({ text, ...factsOf(text, text, 'en') })) as [
    ReturnType<typeof factsOf> & { text: string },
    ReturnType<typeof factsOf> & { text: string },
  ]
  const digits = (text: string): string =>
    quantitiesOf(text)
      .filter((one) => /\d/.test(one.text))
      .map(({ value }) => value)
      .sort()
      .join()
  return (
    digits(made.text) === digits(given.text) &&
    made.identifiers.every((one) => isNamed(one, given.text)) &&
    given.identifiers.every((one) => isNamed(one, made.text))
  )
}
