import { AppError } from '../base/error.ts'

const placeholder = /\{([a-z][a-z0-9_]{0,31})\}/g

/** A text of the operator's file with the values of its parameters. Fails with `invalid` for a name that is no parameter. */
export const fillText = (template: string, parameters: Readonly<Record<string, string>>): string =>
  template.replace(placeholder, (_whole, name: string) => {
    if (!Object.hasOwn(parameters, name)) throw new AppError('invalid', `The action has no parameter "${name}". Correct its definition in the file of systems.`)
    return parameters[name]!
  })

/**
 * What would be executed: each argument of the template filled by itself, never joined and never split. Fails with `invalid` where a value would
 * make an argument an option (it begins with `-` and the template does not), or would be no argument at all.
 */
export const fillArgv = (template: readonly string[], parameters: Readonly<Record<string, string>>): readonly string[] =>
  template.map((part, index) => {
    const filled = index === 0 ? part : fillText(part, parameters)
    if (filled.includes('\0')) throw new AppError('invalid', 'A parameter holds a character that no argument can hold.')
    if (filled.startsWith('-') && !part.startsWith('-'))
      throw new AppError('invalid', `A parameter would make "${filled}" an option of the program. Choose another value.`)
    return filled
  })
