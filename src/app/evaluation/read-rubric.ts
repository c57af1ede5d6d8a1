import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { installDir } from '../../adapters/postgres/check-outside.ts'
import { AppError } from '../../base/error.ts'
import type { Rubric } from '../../domain/judgement.ts'
import { parseRubric } from '../../evaluate/judge/parse-rubric.ts'

const ownDir = join(installDir, 'rubrics')

/** By the path of a file, or by name: the user's file of that name, else ours. Fails with `invalid` or `not_found`. */
export const readRubric = (name: string, userDir: string | undefined): Rubric => {
  if (/[/\\]|\.md$/.test(name)) return readFile(name, true)
  const userFile = userDir && join(userDir, `${name}.md`)
  if (userFile && existsSync(userFile)) return readFile(userFile, true)
  return readFile(join(ownDir, `${name}.md`), false)
}

const readFile = (path: string, isOwn: boolean): Rubric => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const sentence = `There is no rubric "${isOwn ? path : basename(path, '.md')}". Ours are correct.v1, grounded.v1, helpful.v1 and prefer.v1; your own are files in the folder ANSWERABLE_RUBRICS_DIR, or named by their path.`
    throw new AppError('not_found', sentence, { cause: error })
  }
  return parseRubric(text, basename(path, '.md'), isOwn)
}
