import type { Citation, SentenceVerdict } from '../../domain/answer.ts'
import type { Passage } from '../../domain/document.ts'
import { citationsFor } from '../verify/citations-for.ts'
import { fromTree, printTree, toTree, type JsonLeaf, type JsonNode, type LeafPlace } from './json-tree.ts'
import type { ResponseShape } from './response-schema.ts'
import { labelsOf, type Beside } from './value-labels.ts'
import type { Verification } from '../verify/verify.ts'
import { nearestTo, verifyValue } from './verify-value.ts'

/** An object of which every value was looked up, as it may be shown. */
export interface VerifiedData {
  /** Still follows the schema; null when no value of it is supported. */
  readonly data: unknown
  /** `JSON.stringify(data, null, 2)`; empty when `data` is null. */
  readonly text: string
  readonly citations: readonly Citation[]
  /** One for each value, also for those that were let go. */
  readonly verdicts: readonly SentenceVerdict[]
  /** JSON Pointers, into what the model wrote, of values that were let go. */
  readonly removed: readonly string[]
}

/**
 * Looks every value up in the passages. What none supports goes, where the schema lets it: left out, or null. Where it must stay it
 * is cited as `unsupported` by the nearest sentence, so that nobody takes it for proven.
 */
export const verifyData = (value: unknown, shape: ResponseShape, question: string, passages: readonly Passage[]): VerifiedData => {
  const root = toTree(value)
  const checks = checkLeaves(root, shape, question, passages)
  const written = printTree(root).places
  const removed: string[] = []
  const lost: SentenceVerdict[] = []
  for (const { leaf, pointer } of written) {
    const check = checks.get(leaf)
    if (check?.verdict !== 'unsupported' || !letGo(root, leaf, shape)) continue
    removed.push(pointer)
    lost.push(toVerdict(pointer, leaf.value, check, []))
    checks.delete(leaf)
  }
  for (const { leaf, pointer } of inventedItems(root, checks, shape)) {
    removed.push(pointer)
    lost.push(toVerdict(pointer, leaf.value, checks.get(leaf)!, []))
    checks.delete(leaf)
  }
  // A value that became null has nothing to prove.
  const { text, places } = printTree(root)
  const told = places.flatMap(({ leaf, pointer, start, end }) => {
    const check = checks.get(leaf)
    if (!check || leaf.value === null) return []
    const spans = check.verdict === 'unsupported' ? [check.nearest].filter((span) => span !== null) : check.spans
    return [{ check, verdict: toVerdict(pointer, leaf.value, check, citationsFor(spans, check.verdict, start, end, pointer)) }]
  })
  const verdicts = [...told.map(({ verdict }) => verdict), ...lost]
  if (!told.some(({ check }) => check.verdict !== 'unsupported'))
    return { data: null, text: '', citations: [], verdicts: verdicts.map((one) => ({ ...one, citations: [] })), removed }
  return { data: fromTree(root), text, citations: told.flatMap(({ verdict }) => verdict.citations), verdicts, removed }
}

type LeafCheck = Verification & { readonly nearest: Verification['spans'][number] | null }

const checkLeaves = (root: JsonNode, shape: ResponseShape, question: string, passages: readonly Passage[]): Map<JsonLeaf, LeafCheck> => {
  const checks = new Map<JsonLeaf, LeafCheck>()
  const language = passages[0]?.language ?? 'en'
  const walk = (node: JsonNode, path: readonly string[], above: readonly string[], isItem: boolean): void => {
    if (node.kind === 'array') return node.items.forEach((item) => walk(item, path, above, true))
    if (node.kind === 'leaf') return check(node, path, { beside: above, identity: [] })
    const texts = node.entries.flatMap(({ node: one }) => (one.kind === 'leaf' && typeof one.value === 'string' ? [one] : []))
    for (const { key, node: one } of node.entries) {
      const others = texts.flatMap((text) => (text === one ? [] : [String(text.value)]))
      if (one.kind === 'leaf') check(one, [...path, key], { beside: [...above, ...others], identity: isItem ? others.filter(isName) : [] })
      else walk(one, [...path, key], [...above, ...others], false)
    }
  }
  const check = (leaf: JsonLeaf, path: readonly string[], beside: Beside): void => {
    if (leaf.value === null) return
    const labels = labelsOf(path, question, beside, language)
    const checked = verifyValue(leaf.value, labels, passages, shape.listed)
    checks.set(leaf, { ...checked, nearest: checked.verdict === 'unsupported' ? nearestTo(labels, passages) : null })
  }
  walk(root, [], [], false)
  return checks
}

const isName = (text: string): boolean => text.split(/\s+/).length <= 5

/** Takes a leaf out of its array or object, else makes it null, if the schema allows; an object or array that is empty then goes too. */
const letGo = (root: JsonNode, leaf: JsonLeaf, shape: ResponseShape): boolean => {
  const follows = (): boolean => shape.faultsOf(fromTree(root)).length === 0
  if (takeOut(root, leaf, follows)) return true
  const before = leaf.value
  leaf.value = null
  if (follows()) return true
  leaf.value = before
  return false
}

/** Takes out the items of lists of which no value is supported, and tells their values. */
const inventedItems = (root: JsonNode, checks: ReadonlyMap<JsonLeaf, LeafCheck>, shape: ResponseShape): LeafPlace[] => {
  const places = printTree(root).places
  const gone: LeafPlace[] = []
  const walk = (node: JsonNode): void => {
    if (node.kind === 'object') node.entries.forEach(({ node: one }) => walk(one))
    if (node.kind !== 'array') return
    for (const item of node.items) {
      const inside = new Set(printTree(item).places.map(({ leaf }) => leaf))
      const judged = [...inside].flatMap((leaf) => checks.get(leaf) ?? [])
      const isInvented = judged.length > 0 && judged.every(({ verdict }) => verdict === 'unsupported')
      if (isInvented && takeOut(node, item, () => shape.faultsOf(fromTree(root)).length === 0))
        gone.push(...places.filter(({ leaf }) => inside.has(leaf) && checks.has(leaf)))
      else walk(item)
    }
  }
  walk(root)
  return gone
}

const takeOut = (parent: JsonNode, target: JsonNode, follows: () => boolean): boolean => {
  if (parent.kind === 'leaf') return false
  const nodes = parent.kind === 'array' ? parent.items : parent.entries.map(({ node }) => node)
  const at = nodes.indexOf(target)
  if (at < 0) return nodes.some((node) => takeOut(node, target, follows) && (tidy(parent, node, follows), true))
  if (parent.kind === 'array') {
    const kept = parent.items
    parent.items = kept.toSpliced(at, 1)
    if (follows()) return true
    parent.items = kept
  } else {
    const kept = parent.entries
    parent.entries = kept.toSpliced(at, 1)
    if (follows()) return true
    parent.entries = kept
  }
  return false
}

/** What nothing is left of says nothing. */
const tidy = (parent: JsonNode, node: JsonNode, follows: () => boolean): void => {
  if ((node.kind === 'object' && node.entries.length === 0) || (node.kind === 'array' && node.items.length === 0)) takeOut(parent, node, follows)
}

const toVerdict = (pointer: string, value: JsonLeaf['value'], { verdict, score, reasons }: Verification, citations: readonly Citation[]): SentenceVerdict => ({
  text: `${pointer}: ${JSON.stringify(value)}`,
  verdict,
  score,
  reasons,
  citations,
})
