import { jsonStringEnd } from './json-string.ts'

// A record of this length is read, found and quoted as one. Several of them have a line each, unless they are as short as coordinates.
const oneRecord = 240
const oneLine = 60

/**
 * JSON laid out, whatever its lines were: short objects and arrays on a line, longer ones with a line for each part. Values stay letter for letter,
 * because a number that went through a parser may come back as another one.
 */
export const layOutJson = (json: string): string => {
  const long = longContainers(json)
  const parts: string[] = []
  const open: boolean[] = []
  let depth = 0
  const newLine = (): void => void parts.push('\n', '  '.repeat(Math.min(20, depth)))
  for (const { token, at } of tokensOf(json)) {
    const isLong = open.at(-1) ?? false
    if (token === '{' || token === '[') {
      parts.push(token)
      open.push(long.has(at))
      if (long.has(at)) {
        depth++
        newLine()
      }
    } else if (token === '}' || token === ']') {
      open.pop()
      if (isLong) {
        depth--
        newLine()
      }
      parts.push(token)
    } else if (token === ',') {
      parts.push(isLong ? ',' : ', ')
      if (isLong) newLine()
    } else parts.push(token === ':' ? ': ' : token)
  }
  return parts.join('')
}

function* tokensOf(json: string): Generator<{ token: string; at: number }> {
  for (let at = 0; at < json.length;) {
    space.lastIndex = at
    at += space.exec(json)![0].length
    if (at === json.length) return
    bare.lastIndex = at
    const end = json[at] === '"' ? jsonStringEnd(json, at) : at + (bare.exec(json)?.[0].length ?? 1)
    yield { token: json.slice(at, end < 0 ? json.length : end), at }
    at = end < 0 ? json.length : end
  }
}

const space = /\s*/y
const bare = /[^\s{}[\]:,"]+/y

/** Offsets of the brackets whose content does not fit on a line. */
const longContainers = (json: string): ReadonlySet<number> => {
  const long = new Set<number>()
  const open: { start: number; holdsOthers: boolean }[] = []
  for (const { token, at } of tokensOf(json)) {
    if (token === '{' || token === '[') {
      const above = open.at(-1)
      if (above) above.holdsOthers = true
      open.push({ start: at, holdsOthers: false })
    } else if (token === '}' || token === ']') {
      const closed = open.pop()
      if (closed && at - closed.start > (closed.holdsOthers ? oneLine : oneRecord)) long.add(closed.start)
    }
  }
  return long
}
