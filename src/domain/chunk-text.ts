/** What of a chunk is embedded, and what of it is indexed by words: in one place, because store, index and ingestion must agree. */
import { readableForm } from '../base/readable-form.ts'
import { countTerms, termsOf } from '../base/words.ts'
import type { NewChunk } from './document.ts'

export const joinHeadings = (headingPath: readonly string[]): string => headingPath.join(' › ')

/** What is embedded of a chunk: its context and its text, or the text alone. */
export const embeddedText = (title: string, { headingPath, bare }: Pick<NewChunk, 'headingPath' | 'bare'>, text: string): string =>
  bare ? readableForm(text) : textToEmbed(title, headingPath, text)

/** The heading path in front gives a chunk its context ("it", "this option"); what that gains stands in evals/LOG.md. */
export const textToEmbed = (title: string, headingPath: readonly string[], text: string): string => {
  const readable = readableForm(text)
  const path = pathWithTitle(title, headingPath)
  return path ? `${path}\n\n${readable}` : readable
}

/** How often each word of a chunk counts for ranking. Title and headings are words of every chunk beneath them. */
export const countWords = (title: string, headingPath: readonly string[], text: string, language: string): Map<string, number> =>
  countTerms(termsOf(`${pathWithTitle(title, headingPath)}\n\n${text}`, language))

const pathWithTitle = (title: string, headingPath: readonly string[]): string =>
  joinHeadings(headingPath[0] === title ? headingPath : [title, ...headingPath].filter(Boolean))
