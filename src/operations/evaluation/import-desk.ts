/** What operations may ask about the test files of other programs. */
export interface ImportDesk {
  /** Fails with `invalid`, `not_found` or `too_large`: a sentence with file and line. */
  importSuite(wish: ImportWish): Promise<ImportedSuiteFile>
}

/** The formats that are read. */
export const importFormats = ['promptfoo', 'ragas', 'deepeval', 'holmesgpt'] as const
export type ImportFormat = (typeof importFormats)[number]

export interface ImportWish {
  /** A file, or a folder of them. */
  readonly file: string
  /** Null: told by its fields. */
  readonly format: ImportFormat | null
  /** Null: after the file. */
  readonly name: string | null
  /** Where the suite is written; null = nowhere. */
  readonly out: string | null
}

export interface ImportedSuiteFile {
  readonly format: ImportFormat
  readonly name: string
  readonly cases: number
  /** The suite's file. */
  readonly yaml: string
  /** What has no counterpart, one sentence each. */
  readonly notes: readonly string[]
}
