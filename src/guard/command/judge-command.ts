import type { CommandVerdict, JudgeCommand } from '../../domain/command.ts'
import { readPlainCommand } from './plain-command.ts'
import { misuseOf } from './usage/misuse.ts'
import { usages } from './usage/usages.ts'
import type { ShellParser } from './words.ts'

/**
 * "safe" for one plain command of a program whose use here is known to be reading only.
 * Why not a list of what is dangerous: such lists never end (CmdNeedle, arXiv 2606.15549).
 */
export const commandJudge =
  (parsers: readonly ShellParser[]): JudgeCommand =>
  (text) => {
    const command = readPlainCommand(parsers, text)
    if ('why' in command) return dangerous(null, command.why)
    const [name, ...args] = command.words
    const program = /^(?:\/(?:usr\/)?s?bin\/)?([a-z][a-z0-9._-]*)$/.exec(name!)?.[1]
    if (!program) return dangerous(null, 'It does not begin with the plain name of a program.')
    const usage = usages.get(program)
    if (!usage) return dangerous(program, `"${program}" is not among the programs that are known to only read.`)
    const misuse = misuseOf(usage, args)
    if (misuse) return dangerous(program, `"${program}": ${misuse}`)
    return { verdict: 'safe', why: `One plain command: "${program}" only reads with these arguments.`, program }
  }

const dangerous = (program: string | null, why: string): CommandVerdict => ({ verdict: 'dangerous', why, program })
