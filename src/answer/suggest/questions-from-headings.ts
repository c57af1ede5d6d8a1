import type { Passage } from '../../domain/document.ts'
import { readPassage } from '../reading/reading.ts'
import { tokensOf } from '../reading/tokens.ts'

/** A plain question for each heading in and above the passages, nearest first, titles last: what the documents themselves call their subjects. */
export const questionsFromHeadings = (passages: readonly Passage[]): string[] => [
  ...questionsFrom(passages, ({ heading }, inside) => [...inside, ...heading.split(' › ').toReversed()]),
  ...questionsFrom(passages, ({ title }) => [title]),
]

const questionsFrom = (passages: readonly Passage[], headingsOf: (passage: Passage, inside: readonly string[]) => readonly string[]): string[] =>
  passages.flatMap((passage) => {
    const { sentences, smallWords } = readPassage(passage)
    const inside = sentences.flatMap(({ sentence, plain }) => (sentence.kind === 'heading' && plain.trim() !== passage.title ? [plain.trim()] : []))
    return [...new Set(headingsOf(passage, inside))]
      .map((heading) =>
        heading
          .replace(/\s+/g, ' ')
          .replace(/^(?:\d+(?:\.\d+)*\.?)\s+|\s*[:.]$/g, '')
          .trim(),
      )
      .filter((heading) => /\p{L}{2}/u.test(heading) && heading.length <= 100 && !idle.test(heading))
      .map((heading) => asQuestion(heading, passage.language, smallWords))
  })

// Parts that every document has.
const idle =
  /^(?:summary|overview|introduction|examples?|contents|table of contents|see also|references|notes?|faq|index|glossary|concepts|guides?|readme|further (?:reading|resources)|resumen|introducción|ejemplos?|einleitung|zusammenfassung|résumé|概述|简介|总结)$/i

const frames: Readonly<Record<string, (subject: string) => string>> = {
  en: (subject) => `What do the documents say about ${subject}?`,
  es: (subject) => `¿Qué dicen los documentos sobre ${subject}?`,
  de: (subject) => `Was sagen die Dokumente über ${subject}?`,
  fr: (subject) => `Que disent les documents sur ${subject} ?`,
  pt: (subject) => `O que dizem os documentos sobre ${subject}?`,
  zh: (subject) => `关于“${subject}”，文档说了什么？`,
}

/** The heading that a question of ours was made from; null for questions of people. */
export const headingOf = (question: string): string | null =>
  Object.values(frames)
    .map((frame) => frame('\0').split('\0'))
    .flatMap(([before = '', after = '']) =>
      question.startsWith(before) && question.endsWith(after) ? [question.slice(before.length, question.length - after.length)] : [],
    )[0] ?? null

const asQuestion = (heading: string, language: string, smallWords: ReadonlySet<string>): string => {
  if (/[?？]$/.test(heading)) return heading
  const howTo = language === 'en' ? /^how to (?<rest>.+)$/i.exec(heading)?.groups?.rest : undefined
  if (howTo) return `How do I ${howTo}?`
  if (language === 'en' && instruction.test(heading)) return `How do I ${heading.charAt(0).toLowerCase()}${heading.slice(1)}?`
  return (frames[language] ?? frames['en']!)(inSentence(heading, language, smallWords))
}

// A heading that tells to do something. Words that are nouns as often ("Upload limit", "Test plan") only before an article.
const instruction =
  /^(?:(?:add|ask|back up|bring|choose|configure|connect|create|define|delete|deploy|disable|enable|fetch|find|generate|get|give|ingest|install|keep|know|let|make|manage|migrate|remove|rename|replace|roll back|see|send|set up|use(?! cases?\b)|verify)\s(?!and\b)\S|(?:build|call|change|check|clear|copy|debug|download|export|import|leave|limit|list|monitor|move|name|open|read|reload|restart|restore|run|save|scale|search|share|show|start|stop|store|stream|test|try|turn|update|upgrade|upload|view|watch|write)\s(?:a|an|the|your|another|all|its)\s)/i

/** "Recording rules" is no name, if the passage also writes "recording" small; "Prometheus" is one. */
const inSentence = (heading: string, language: string, smallWords: ReadonlySet<string>): string => {
  const [first, second] = tokensOf(heading, language)
  if (/^(?:how|what|when|where|which|who|why)\s/i.test(heading)) return heading.charAt(0).toLowerCase() + heading.slice(1)
  const isPlain =
    language !== 'de' && first?.start === 0 && /^\p{Lu}\p{Ll}+$/u.test(first.raw) && !(second && /^\p{Lu}/u.test(second.raw)) && smallWords.has(first.stem)
  return isPlain ? heading.charAt(0).toLowerCase() + heading.slice(1) : heading
}
