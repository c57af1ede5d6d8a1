/** How a program is called when it only reads. What is not written down is not known, and what is not known is dangerous. */
import type { Kind } from './kinds.ts'

export interface Operands {
  readonly kind: Kind
  readonly least: number
  readonly most: number
}

export interface Option {
  /** Null: it takes no value. */
  readonly kind: Kind | null
  /** Only as `--name=value`; alone it stands without one. */
  readonly isOptional: boolean
}

export interface Usage {
  /** `single`: long names after one dash, as openssl has them. */
  readonly style: 'gnu' | 'single'
  readonly options: ReadonlyMap<string, Option>
  /** The first ones by their own kind (`grep PATTERN FILE…`), where an option does not bring them. */
  readonly leading: readonly Kind[]
  /** Options that bring what `leading` is for: `grep -e PATTERN FILE`. */
  readonly leadingBy: readonly string[]
  readonly operands: Operands
  /** With one of these the operands of kind `path` are folders of which all is read. */
  readonly recursiveBy: readonly string[]
  /** All of these must be there. */
  readonly needs: readonly string[]
  /** Only after this word: `systemctl status`. */
  readonly under: ReadonlyMap<string, Usage> | null
  /** What cannot be said above: reads all arguments by itself. */
  readonly judge: ((args: readonly string[]) => string | null) | null
}

const many = 100

export const operands = (kind: Kind, least = 0, most = many): Operands => ({ kind, least, most })
export const paths = operands('path')
export const places = operands('place')
export const texts = operands('text')
export const words = operands('word')
export const none = operands('text', 0, 0)

/**
 * Options are written as a manual page has them: `-a --all -n:number --color?:word`; letters without values together: `-abc`;
 * `-#` is a number with a dash before it, as in `head -5`.
 */
export const use = (options: string, takes: Operands, more: Partial<Omit<Usage, 'options' | 'operands'>> = {}): Usage => ({
  style: 'gnu',
  options: optionsOf(options, more.style ?? 'gnu'),
  operands: takes,
  leading: [],
  leadingBy: [],
  recursiveBy: [],
  needs: [],
  under: null,
  judge: null,
  ...more,
})

const optionsOf = (text: string, style: Usage['style']): Map<string, Option> => {
  const options = new Map<string, Option>()
  for (const entry of text.split(' ').filter(Boolean)) {
    const [, name, mark, kind] = /^(--?[\w#-]+)(\??)(?::(.+))?$/.exec(entry)!
    const option: Option = { kind: (kind?.replaceAll('_', ' ') as Kind | undefined) ?? null, isOptional: mark === '?' }
    const isCluster = style === 'gnu' && !name!.startsWith('--') && name!.length > 2
    for (const it of isCluster ? Array.from(name!.slice(1), (letter) => `-${letter}`) : [name!]) options.set(it, option)
  }
  return options
}
