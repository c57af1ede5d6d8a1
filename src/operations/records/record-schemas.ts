import { z } from 'zod'
import type { ConnectedSummary } from '../records-desk.ts'

export const findingSchema = z.object({ severity: z.enum(['error', 'warning']), sentence: z.string() })

export const connectionSchema = z.object({
  collection: z.string(),
  title: z.string(),
  source: z.enum(['postgres', 'sqlite', 'files']),
  from: z.string().describe("Where the rows are: the environment variable of a database's address, or files"),
  entities: z.array(z.string()),
  revision: z.int().describe('Raised when it is connected again'),
  connected_at: z.string(),
  trouble: z.string().nullable().describe('Why it cannot be asked; null: it can'),
})

export const presentConnection = ({ connectedAt, entities, ...it }: ConnectedSummary): z.input<typeof connectionSchema> => ({
  ...it,
  entities: [...entities],
  connected_at: connectedAt.toISOString(),
})

/** A file of this machine. */
export const descriptionFile = z.string().min(1).meta({ path: true }).describe('The description, a YAML file of this machine')
