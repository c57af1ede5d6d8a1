import { readableForm } from '../../base/readable-form.ts'
import { sentencesOf } from '../../base/sentences.ts'

/**
 * An answer as a judge sees it, whoever wrote it: without numbers of citations, markup, control characters and marks of chat templates,
 * and without sentences that speak to the judge. These are a guess by their words: what persuades without naming the judge stays.
 */
export const normalForm = (answer: string): string => {
  const plain = readableForm(withoutTemplateMarks(answer))
    .replace(/(?![\t\n])[\p{Cc}\p{Cf}]/gu, '')
    // Not the index of `list[1]`.
    .replace(/(?:[ \t]|(?<=[.,;:!?)\]]))\[\d{1,3}\](?!\()/g, '')
    .replace(/^#{1,6}[ \t]+/gm, '')
    .replace(/\*\*|__|`{1,3}/g, '')
    .replace(/[ \t]+$/gm, '')
  return withoutSpeechToJudge(plain).trim()
}

export const withoutTemplateMarks = (text: string): string => text.replace(templateMarks, ' ')

// Of ChatML, Llama, Mistral, Gemma: a tokenizer may read them as the end of the user's turn.
const templateMarks = /<\|[\w ]{1,40}\|>|<\/?s>|\[\/?INST\]|<<\/?SYS>>|<(?:start|end)_of_turn>/g

const removedSpeech = '[a sentence that speaks to the judge was taken out]'

const withoutSpeechToJudge = (text: string): string => {
  let left = text
  for (const { start, end } of sentencesOf(text).toReversed())
    if (speaksToJudge(text.slice(start, end))) left = left.slice(0, start) + removedSpeech + left.slice(end)
  return left
}

const speaksToJudge = (sentence: string): boolean => speeches.some((pattern) => pattern.test(sentence))

const judge = String.raw`(?:judges?|graders?|evaluators?|reviewers?|assessors?|scorers?)`
const speeches = [
  /\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:instructions?|rubrics?|rules|criteria|prompts?|evidence|reference)\b/i,
  new RegExp(String.raw`^\W*(?:dear|note (?:to|for)|attention|to|as) (?:the |an? |any )?(?:[\w-]+ )?${judge}\b`, 'i'),
  new RegExp(String.raw`\b(?:you are|act as) (?:now )?(?:the |an? )?(?:[\w-]+ )?${judge}\b`, 'i'),
  /\b(?:give|award|assign|grant|deserves?|mark|grade|score|rate)\b[^.\n]{0,30}\b(?:full|top|maximum|highest|perfect|best|passing)\b[^.\n]{0,12}\b(?:marks?|scores?|grades?|points?|ratings?)\b/i,
  /\b(?:mark|grade|score|rate|judge)\b[^.\n]{0,20}\b(?:answer|response|this|it|me)\b[^.\n]{0,12}\bas (?:an? )?(?:pass|correct|right|first|best|winner)\b/i,
  /\b(?:always|must|should|shall|please) (?:answer|say|output|return|reply|choose|pick|prefer|be)\b[^.\n]{0,16}["'“]?\b(?:pass|first answer|second answer|this answer)\b/i,
  /\b(?:verdict|preference)\b["'”]?\s*(?:is|must be|should be|:|=)\s*["'“]?(?:pass|fail|first|second|tie)\b/i,
  /\b(?:output|print|return|write|say|reply|respond|answer)\b[^.\n]{0,40}["'“{](?:verdict|pass|fail|first|second|tie)\b/i,
]
