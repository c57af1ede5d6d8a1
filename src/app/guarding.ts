/** What stands guard over answers: what is joined for it, in one place. */
import { answering } from '../answer/answer.ts'
import type { AnswerParts } from '../answer/parts.ts'
import { suggesting } from '../answer/suggest/suggest.ts'
import type { Config } from '../config.ts'
import type { AnswerQuestion, Retrieve, SuggestQuestions } from '../domain/answer.ts'
import type { DocumentStore } from '../domain/document.ts'
import { guardedAnswers } from '../guard/guarded-answers.ts'
import { ownWords } from '../guard/output/own-words.ts'
import { shownWords, type ShownWords } from '../guard/policy.ts'
import { scanPassages } from '../guard/scan/scan-passages.ts'

export interface Guarding {
  readonly words: ShownWords
  answering(parts: AnswerParts): AnswerQuestion
  suggesting(parts: AnswerParts): SuggestQuestions
  /** The same passages as people may see them. */
  searching(retrieve: Retrieve): Retrieve
  /** The same documents; where personal data is not given out, masked in their texts too. */
  reading(documents: DocumentStore): DocumentStore
}

export const openGuarding = (config: Pick<Config, 'personalData' | 'secrets'>): Guarding => {
  const words = shownWords({ personal: config.personalData, maskSecrets: config.secrets === 'mask' })
  return {
    words,
    answering: (parts) =>
      guardedAnswers((retrieve) => answering({ ...parts, retrieve }), {
        retrieve: parts.retrieve,
        scan: scanPassages,
        words,
        isOwn: ownWords(Object.values(parts.prompts).map(({ system }) => system)),
      }),
    suggesting: (parts) => {
      const suggest = suggesting(parts)
      return (request, signal) => suggest({ ...request, passages: scanPassages(request.asked ?? '', request.passages).passages }, signal)
    },
    searching: (retrieve) => async (request, signal) => {
      const retrieval = await retrieve(request, signal)
      return { ...retrieval, passages: words.maskedPassages(retrieval.passages) }
    },
    reading: (documents) =>
      config.personalData === 'allow'
        ? documents
        : {
            ...documents,
            get: async (documentId, version) => {
              const document = await documents.get(documentId, version)
              return document && { ...document, text: words.masked(document.text) }
            },
          },
  }
}
