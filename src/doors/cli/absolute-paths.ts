import { resolve } from 'node:path'
import { isAddress } from '../../base/web-address.ts'
import { fieldsOf, type Invocation } from './arguments.ts'

/** The process that owns the data may have started in another folder. Fields of paths say so: `.meta({ path: true })`, or `'or a name'`. */
export const withAbsolutePaths = (invocation: Invocation): Invocation => {
  const absolute = (path: string): string => (isAddress(path) || path === '-' ? path : resolve(path))
  const entries = fieldsOf(invocation.operation).flatMap(({ name, isPath, isNameToo }) => {
    const value = invocation.input[name]
    if (!isPath || value === undefined || (isNameToo && !/[./\\]/.test(String(value)))) return []
    return [[name, Array.isArray(value) ? value.map((it) => absolute(String(it))) : absolute(String(value))]]
  })
  return { ...invocation, input: { ...invocation.input, ...Object.fromEntries(entries) } }
}
