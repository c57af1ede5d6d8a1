import { z } from 'zod'
import { operation } from '../operation.ts'
import { importFormats } from './import-desk.ts'

export const importSuite = operation({
  name: 'importSuite',
  summary: 'Make a suite of the test files of promptfoo, Ragas, DeepEval or HolmesGPT; what has no counterpart is told',
  effect: 'write',
  access: 'owner',
  http: null,
  cli: { words: ['eval', 'import'], positional: ['file'] },
  input: z.strictObject({
    file: z.string().min(1).describe('A file, or a folder with promptfooconfig.yaml or with incidents (test_case.yaml)').meta({ path: true }),
    from: z.enum(importFormats).optional().describe('Whose file it is; told by its fields when not given'),
    name: z.string().min(1).optional().describe('Name of the suite; that of the file when not given'),
    out: z.string().min(1).optional().describe('File that the suite is written to; printed when not given').meta({ path: true }),
  }),
  output: z.object({
    format: z.enum(importFormats),
    name: z.string(),
    cases: z.int(),
    suite: z.string().describe('The suite, YAML'),
    out: z.string().nullable(),
    notes: z.array(z.string()).describe('What has no counterpart, or became something else'),
  }),
  run: async (app, { file, from = null, name = null, out = null }) => {
    const { yaml, notes, ...made } = await app.evaluation.imports.importSuite({ file, format: from, name, out })
    return { ...made, suite: yaml, out, notes: [...notes] }
  },
})
