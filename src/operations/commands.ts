import { z } from 'zod'
import { operation } from './operation.ts'

/** Pure: needs no database, lock or server, and never runs anything. */
export const judgeCommand = operation({
  name: 'judgeCommand',
  summary: 'Tell whether a shell command only reads, as far as two parsers and what is known of its program can tell; nothing is run',
  effect: 'read',
  http: { method: 'POST', path: '/commands/verdicts' },
  cli: {
    words: ['commands', 'judge'],
    positional: ['command'],
    exitCode: (output) => ((output as { verdict: string }).verdict === 'safe' ? 0 : 1),
    exitCodes: '0 safe, 1 dangerous, 2 wrong usage',
  },
  input: z.strictObject({ command: z.string().max(100_000).describe('The command as it would be typed, in quotes') }),
  output: z.object({
    verdict: z.enum(['safe', 'dangerous']).describe('safe: one simple command of literal words that is known to only read; whatever is unsure is dangerous'),
    why: z.string(),
    program: z.string().nullable().describe('null where it does not begin with the name of one'),
  }),
  run: async (app, { command }) => (await app.commandJudge())(command),
})
