import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installDir } from '../adapters/postgres/check-outside.ts'

export const version = (JSON.parse(readFileSync(join(installDir, 'package.json'), 'utf8')) as { version: string }).version
