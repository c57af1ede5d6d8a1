import { basename, dirname, extname } from 'node:path'
import { readImport } from '../../adapters/evaluation/read-import.ts'
import { writeUserFile } from '../../adapters/evaluation/write-user-file.ts'
import { importSuite } from '../../evaluate/import/import-suite.ts'
import { suiteYaml } from '../../evaluate/import/write-suite.ts'
import type { ImportDesk } from '../../operations/evaluation/import-desk.ts'

/** Needs no data: files come in, a file goes out. */
export const openImportDesk = (): ImportDesk => ({
  importSuite: async ({ file, format, name, out }) => {
    const imported = await importSuite(await readImport(file), name ?? nameOf(file), format)
    const yaml = suiteYaml(imported, basename(file))
    if (out !== null) await writeUserFile(out, yaml)
    return { format: imported.format, name: imported.name, cases: imported.cases.length, yaml, notes: imported.notes }
  },
})

/** Every promptfoo configuration has the same name; its folder tells more. */
const nameOf = (file: string): string => (basename(file).startsWith('promptfooconfig') ? basename(dirname(file)) : basename(file, extname(file)))
