import type { Fault } from './description-faults.ts'
import type { DescriptionFile } from './description-file.ts'

/** A word that stands for two things would make each question with it unclear. */
export const wordFaults = ({ entities }: DescriptionFile): Fault[] => {
  const names = Object.entries(entities)
  return [
    ...repeated(
      names.map(([name, it]) => ({ path: ['entities', name], words: [name, it.plural ?? `${name}s`, ...it.called] })),
      'entities',
    ),
    ...names.flatMap(([name, { fields }]) =>
      repeated(
        Object.entries(fields).map(([field, it]) => ({ path: ['entities', name, 'fields', field], words: [field, ...it.called] })),
        `fields of "${name}"`,
      ),
    ),
    ...names.flatMap(([name, { fields }]) =>
      Object.entries(fields).flatMap(([field, { values = {} }]) =>
        repeated(
          // Values that differ only in capitals are what a database holds, and no fault of the file.
          Object.entries(values).map(([value, called]) => ({
            path: ['entities', name, 'fields', field, 'values', value],
            words: called.length === 0 ? [] : [value, ...called],
          })),
          `values of "${field}"`,
        ),
      ),
    ),
  ]
}

interface Named {
  readonly path: readonly string[]
  readonly words: readonly string[]
}

const repeated = (things: readonly Named[], kind: string): Fault[] => {
  const seen = new Map<string, Named>()
  return things.flatMap((thing) =>
    [...new Set(thing.words.map((it) => it.trim().toLowerCase()))].flatMap((word): Fault[] => {
      const other = seen.get(word)
      if (!other) seen.set(word, thing)
      return other ? [{ path: thing.path, sentence: `Two ${kind} are called "${word}": "${other.path.at(-1)}" and "${thing.path.at(-1)}".` }] : []
    }),
  )
}
