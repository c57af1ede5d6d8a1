/** Everyday commands of nl2bash: which are one simple command of literal words, and which of those only read. Written apart from the recogniser: this lists what writes, that lists what reads. */
import { readFileSync } from 'node:fs'

export interface Everyday {
  /** In all.cm, 1-based. */
  readonly line: number
  readonly text: string
  readonly words: readonly string[]
}

/** `several`: pipelines, lists, redirections, substitutions. `changed`: one command, but the shell puts something in the place of its words. */
export type Shape = 'literal' | 'changed' | 'several'

export const readEveryday = (data: URL): { line: number; text: string }[] =>
  readFileSync(new URL('nl2bash/all.cm', data), 'utf8')
    .split('\n')
    .map((text, index) => ({ line: index + 1, text: text.trim() }))
    .filter(({ text }) => text !== '')

/** POSIX quoting, character by character. */
export const shapeOf = (text: string): { shape: Shape; words: string[] } => {
  const words: string[] = []
  let word: string | null = null
  let shape: Shape = 'literal'
  const changed = (): void => {
    if (shape === 'literal') shape = 'changed'
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === "'") {
      const end = text.indexOf("'", at + 1)
      if (end < 0) return { shape: 'several', words }
      word = (word ?? '') + text.slice(at + 1, end)
      at = end
    } else if (character === '"') {
      const quoted = /^"((?:[^"\\]|\\[^])*)"/.exec(text.slice(at))
      if (!quoted || /`|\$\(/.test(quoted[1]!)) return { shape: 'several', words }
      if (/\$[\w{@*#?]/.test(quoted[1]!)) changed()
      word = (word ?? '') + quoted[1]!.replaceAll(/\\(["\\$])/g, '$1')
      at += quoted[0].length - 1
    } else if (character === '\\') {
      word = (word ?? '') + (text[++at] ?? '')
    } else if ('|&;<>()`\n'.includes(character) || (character === '$' && text[at + 1] === '(')) return { shape: 'several', words }
    else if (character === ' ' || character === '\t') {
      if (word !== null) words.push(word)
      word = null
    } else {
      if (word === null && character === '#') return { shape: 'several', words }
      if ('*?[]~{}'.includes(character) || (character === '$' && /[\w{@*#?$'"]/.test(text[at + 1] ?? ''))) changed()
      word = (word ?? '') + character
    }
  }
  if (word !== null) words.push(word)
  if (/^\w+=/.test(words[0] ?? '') || words[0] === '!' || words[0] === 'time') shape = 'several'
  return { shape, words }
}

/** The commands of a pipeline, where there is nothing but pipes between them. */
export const piecesOf = (text: string): string[] => {
  const plain = text.replaceAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\./g, (quoted) => 'x'.repeat(quoted.length))
  if (/[;&<>()`\n]|\|\|/.test(plain) || !plain.includes('|')) return []
  const pieces: string[] = []
  let from = 0
  for (let at = plain.indexOf('|'); at >= 0; at = plain.indexOf('|', at + 1)) {
    pieces.push(text.slice(from, at).trim())
    from = at + 1
  }
  return [...pieces, text.slice(from).trim()]
}

const operandsOf = (args: readonly string[]): readonly string[] => args.filter((it) => !it.startsWith('-') && !it.startsWith('+'))

/** Does it write, run another program or change the machine? Read off the manual pages of the programs that the recogniser covers. */
const changes: Readonly<Record<string, (args: readonly string[]) => boolean>> = {
  find: (args) => args.some((it) => /^-(?:exec|execdir|ok|okdir|delete|fprint0?|fprintf|fls)$/.test(it)),
  sort: (args) => args.some((it) => /^-[a-zA-Z]*o|^--output|^--compress/.test(it)),
  uniq: (args) => operandsOf(args).length > 1,
  tree: (args) => args.includes('-o'),
  date: (args) => args.some((it) => /^-[a-z]*s|^--set/.test(it)) || operandsOf(args).some((it) => /^\d{8,}/.test(it)),
  hostname: (args) => operandsOf(args).length > 0 || args.includes('-F'),
  ifconfig: (args) => operandsOf(args).length > 1,
  dmesg: (args) => args.some((it) => /^-[cCDEn]/.test(it)),
  xxd: (args) => args.includes('-r') || operandsOf(args).length > 1,
  file: (args) => args.includes('-C'),
  ip: (args) => args.some((it) => /^(?:set|add|del|delete|flush|change|replace|netns|exec)$/.test(it)),
  ss: (args) => args.includes('-K'),
  systemctl: (args) => args.some((it) => /^(?:start|stop|restart|reload|enable|disable|mask|kill|edit|daemon-reload|set-property)$/.test(it)),
  kubectl: (args) => !args.some((it) => /^(?:get|describe|logs|top)$/.test(it)),
  docker: (args) => !args.some((it) => /^(?:ps|logs|images|stats|inspect|version|info)$/.test(it)),
  journalctl: (args) => args.some((it) => /^--(?:vacuum|rotate|flush|sync)/.test(it)),
  openssl: (args) => args.includes('-out'),
}

export const onlyReads = ([program, ...args]: readonly string[]): boolean => !changes[nameOf(program!)]?.(args)

export const nameOf = (program: string): string => program.replace(/^\/(?:usr\/)?s?bin\//, '')

/** Typographic quotes and dashes of copied texts make another command of it than was meant. */
export const isAscii = ({ text }: Everyday): boolean => /^[\x20-\x7e]*$/.test(text)
