import { notAsked, shown, type Check } from './check.ts'

// What models leave of their prompts and templates.
const leftovers = [
  /<\|[a-z_]+\|>/i,
  /\[\/?INST\]|<<\/?SYS>>|<\/?s>/,
  /<\/?(?:think|thinking|reasoning|tool_call)>/i,
  /\[(?:\d{1,3}|source|passage \d+)\](?!\()/i,
  /^(?:system|assistant|user|human)\s*:/im,
  /^(?:answer|passages?|question|context)\s*:\s*$/im,
  /\bas an ai (?:language )?model\b/i,
  /\{\{\s*\w+\s*\}\}/,
]

/** The object follows its schema; a text has nothing in it that belongs to prompts, and closes what it opens. */
export const format: Check = ({ case: { responseSchema }, answer, dataFaults }) => {
  if (answer.abstained) return notAsked
  const faults = responseSchema === null ? textFaults(answer.text, answer.passages.map(({ text }) => text).join('\n')) : (dataFaults ?? ['There is no object.'])
  return { score: faults.length === 0 ? 1 : 0, faults: faults.map((it) => `Format: ${it}`) }
}

const textFaults = (text: string, evidence: string): string[] => {
  const left = leftovers.map((it) => it.exec(text)?.[0].trim()).filter((it) => it !== undefined && !evidence.includes(it))
  const fences = (text.match(/^\s*```/gm) ?? []).length
  return [
    ...left.map((it) => `${shown(it!)} belongs to a prompt.`),
    ...(fences % 2 === 1 ? ['a block of code is not closed.'] : []),
    ...(text.trim() === '' ? ['there is no text.'] : []),
  ]
}
