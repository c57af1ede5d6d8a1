import type { z } from 'zod'
import type { generateQuestions } from '../../../operations/evaluation/generate.ts'

/** The suite itself where it went to no file: it may be piped into one. */
export const generatedLines = (output: z.output<typeof generateQuestions.output>): string => {
  const { suite, file, questions, unanswerable, asked, refused, why, model } = output
  if (suite !== null && file === null) return why === null ? suite : `# Not all that was asked for: ${why}\n${suite}`
  return [
    `${questions.length} questions${unanswerable.length > 0 ? `, and ${unanswerable.length} that no document answers,` : ''} by ${model}${file === null ? '' : `, in ${file}`}`,
    ...(why === null ? [] : [`  Not all that was asked for: ${why}`]),
    `  ${asked} were asked for${refused.length > 0 ? '; not kept:' : ''}`,
    ...refused.map(({ reason, count }) => `    ${String(count).padStart(4)}  ${reason}`),
    ...(file === null
      ? []
      : ['  Read them before you trust them: nobody has. Reports keep them apart from questions of people.', `  Ask them: answerable eval run ${file}`]),
    '',
  ].join('\n')
}
