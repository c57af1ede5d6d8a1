import { sha256 } from '../../../base/id.ts'

/** One id for one vector space: whatever changes a vector is among `parts`. */
export const embedderId = (name: string, parts: Readonly<Record<string, unknown>>): string => `${name}@${sha256(JSON.stringify(parts)).slice(0, 12)}`
