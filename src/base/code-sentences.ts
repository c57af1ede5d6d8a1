import { sentencesOf, type Sentence } from './sentences.ts'

/** Is this the media type of source code? Its text has no headings and no prose but in comments. */
export const isCodeType = (mediaType: string | undefined): boolean => mediaType?.startsWith('text/x-') ?? false

/** Source code as what can be quoted: the sentences of its comments, and each line of code as one. Offsets are exact; marks of comments are within a sentence that spans lines. */
export const codeSentences = (text: string): Sentence[] => {
  const sentences: Sentence[] = []
  let commentStart = -1
  let commentEnd = -1
  const close = (): void => {
    if (commentStart >= 0) sentences.push(...commentSentences(text, commentStart, commentEnd))
    commentStart = -1
  }
  let inBlock = false
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(start, end)
    if (inBlock || commentLine.test(line)) {
      if (commentStart < 0) commentStart = start
      commentEnd = end
      inBlock = line.lastIndexOf('*/') < 0 && (inBlock || /^\s*\/\*/.test(line))
    } else {
      close()
      const from = start + line.length - line.trimStart().length
      const to = start + line.trimEnd().length
      if (from < to) sentences.push({ start: from, end: to, bodyStart: from, kind: 'code' })
    }
    start = end + 1
  }
  close()
  return sentences
}

// `*` continues a block whose beginning lies in the chunk before; `#include` and `#[derive]` are code.
const commentLine = /^\s*(?:\/\/|\/\*|\*(?:\s|\/)|#(?:\s|!|$)|--\s|;\s)/
const marks = /^[ \t]*(?:\/\*+|\*+\/|\*+|\/\/[/!]?|#+!?|--+|;+)|\*+\/[ \t]*$/gm

const commentSentences = (text: string, start: number, end: number): Sentence[] => {
  const masked = text.slice(start, end).replace(marks, (mark) => ' '.repeat(mark.length))
  return sentencesOf(masked).map((sentence) => ({
    ...sentence,
    start: sentence.start + start,
    end: sentence.end + start,
    bodyStart: sentence.bodyStart + start,
  }))
}
