import type { Respelt } from '../../domain/search.ts'
import { tokensOf } from '../reading/tokens.ts'

/** The question with its misspelt words as the search read them: for comparing words, not for reading. */
export const respell = (question: string, respelt: readonly Respelt[] = []): string =>
  tokensOf(question).reduceRight((text, { stem, start, end }) => {
    const read = respelt.find(({ asked }) => asked === stem)?.read
    return read === undefined ? text : text.slice(0, start) + read + text.slice(end)
  }, question)
