import { filePrograms } from './files.ts'
import { servicePrograms } from './services.ts'
import { systemPrograms } from './system.ts'
import type { Usage } from './usage.ts'

/** Every program that is known to only read, with how. A Map: names like `constructor` are not in it. */
export const usages: ReadonlyMap<string, Usage> = new Map(Object.entries({ ...filePrograms, ...systemPrograms, ...servicePrograms }))
