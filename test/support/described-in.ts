import { readFileSync } from 'node:fs'
import type { RecordsDescription } from '../../src/domain/record-description.ts'
import { readDescription } from '../../src/records/describe/read-description.ts'

/** A description from its file. */
export const describedIn = (file: URL): RecordsDescription => readDescription(readFileSync(file, 'utf8'), file.pathname)
