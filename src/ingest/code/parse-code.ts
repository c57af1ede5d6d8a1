import { AppError } from '../../base/error.ts'
import { codeBlocks } from './code-blocks.ts'
import { codeMediaType, type CodeLanguage } from './code-languages.ts'
import { splitOneLiners } from './code-one-liners.ts'
import { plainCodeBlocks } from './code-plain.ts'
import { readSyntax } from './code-syntax.ts'
import type { Block, ParsedDocument } from '../parse/parsed.ts'

/** Source code as it stands; its symbols are the headings, and the licence at its top is left out of the chunks. Fails with `invalid` for what was minified. */
export const parseCode = async (text: string, source: string, language: CodeLanguage): Promise<ParsedDocument> => {
  if (isMinified(text))
    throw new AppError('invalid', 'This is minified: nobody could follow a quote of it. Leave it out, or name the sources that it was made of.')
  const licence = licenceEnd(text)
  const unseen: Block[] = licence > 0 ? [{ kind: 'unseen', start: 0, end: licence }] : []
  const blocks = await blocksOf(text, language, licence)
  return {
    title: titleOf(text.slice(licence), source),
    language: 'en',
    metadata: { code: language.name },
    mediaType: codeMediaType(language),
    text,
    pageStarts: [],
    blocks: [...unseen, ...blocks],
    notes: [],
  }
}

// A tree takes some 50 times the memory of its text; sources that long are data, or made by programs.
const longestForSyntax = 2_000_000

const blocksOf = async (text: string, { grammar }: CodeLanguage, from: number): Promise<Block[]> => {
  const blocks = grammar && text.length <= longestForSyntax ? await readSyntax(text, grammar, (root) => codeBlocks(text, root, from)) : []
  return splitOneLiners(text, blocks.length > 0 ? blocks : plainCodeBlocks(text, from))
}

const isMinified = (text: string): boolean => {
  if (text.length < 5_000) return false
  let inLongLines = 0
  for (const line of text.split('\n')) if (line.length > 1_000) inLongLines += line.length
  return inLongLines > text.length / 2
}

/** Where the comment at the top ends that tells of rights and licences; 0 where there is none. */
const licenceEnd = (text: string): number => {
  const comment = /^(?:#![^\n]*\n)?\s*(?:\/\*[^]{0,8000}?\*\/|(?:[ \t]*(?:\/\/|#|--|;)[^\n]*(?:\n|$))+)/.exec(text.slice(0, 10_000))?.[0] ?? ''
  return /copyright|licen[sc]ed? |SPDX-License|all rights reserved/i.test(comment) ? comment.trimEnd().length : 0
}

/** The file within its folder, and what its first comment says it is for. */
const titleOf = (text: string, source: string): string => {
  const name = source.split('/').filter(Boolean).slice(-2).join('/')
  const about = firstSentence(text)
  return about ? `${name}: ${about}` : name
}

const longestAbout = 100

const firstSentence = (text: string): string => {
  const comment = /^(?:#![^\n]*\n)?\s*(?:\/\*\*?([^]{1,2000}?)\*\/|((?:[ \t]*(?:\/\/|#|--)[^\n]*\n)+)|(?:r?"""|''')([^]{1,2000}?)(?:"""|'''))/.exec(
    text.slice(0, 4_000),
  )
  if (!comment) return ''
  const words = (comment[1] ?? comment[2] ?? comment[3] ?? '')
    .replace(/^[ \t]*(?:\*|\/\/[/!]?|#|--)[ \t]?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
  const sentence = /^.{8,}?[.:](?=\s|$)/.exec(words)?.[0].slice(0, -1) ?? words
  return /^[\p{L}`"'].*\s/u.test(sentence) && sentence.length <= longestAbout ? sentence : ''
}
