import type { JudgeCommand } from '../../domain/command.ts'
import { commandJudge } from './judge-command.ts'
import { openMvdan } from './mvdan.ts'
import { openTreeSitter } from './tree-sitter.ts'

let opened: Promise<JudgeCommand> | null = null

/** Loads both parsers when first asked, once for the process (some 3 MB, a tenth of a second). */
export const openCommandJudge = (): Promise<JudgeCommand> => (opened ??= open())

const open = async (): Promise<JudgeCommand> => commandJudge([await openTreeSitter(), await openMvdan()])
