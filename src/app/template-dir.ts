import { join } from 'node:path'
import { pgliteVersion } from '../adapters/postgres/open-pglite.ts'
import type { Config } from '../config.ts'

/** Where a freshly made embedded database is kept, to be copied the next time. */
export const templateDirOf = ({ modelsDir }: Config): string => join(modelsDir, '..', 'templates', pgliteVersion)
