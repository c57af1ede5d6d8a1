/** Prompts and sentences that other people labelled: direct injections, harmless prompts with their words, personal data. */
import { readFileSync } from 'node:fs'
import type { Detector, SensitiveKind } from '../../src/domain/guard.ts'
import { dataFolder } from '../datasets.ts'

const read = (path: string): string => readFileSync(new URL(path, dataFolder), 'utf8')

export const notInjected = (): string[] => (JSON.parse(read('notinject-one/NotInject_one.json')) as { prompt: string }[]).map(({ prompt }) => prompt)

/** Second field of each record; quoted fields hold line breaks and doubled quotes. */
export const giskardPrompts = (): string[] => {
  const records = read('giskard-prompt-injections/prompt_injections.csv').matchAll(/^(\d+),(?:"((?:[^"]|"")*)"|([^,\n]*)),/gm)
  return [...records].map(([, , quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}

const kinds: Readonly<Record<string, SensitiveKind>> = {
  CREDIT_CARD: 'card',
  PHONE_NUMBER: 'phone',
  EMAIL_ADDRESS: 'email',
  IBAN_CODE: 'iban',
  US_SSN: 'national_id',
  US_DRIVER_LICENSE: 'national_id',
  IP_ADDRESS: 'ip_address',
}

export interface DetectorFigures {
  wanted: number
  /** Of those that people labelled, how many were found, at least in part. */
  hit: number
  found: number
  /** Of those found, how many people labelled so. */
  right: number
}

interface Row {
  readonly full_text: string
  readonly spans: readonly { entity_type: string; start_position: number; end_position: number }[]
}

/** On the held-out half: every second sentence; the others were looked at while the detectors were written. */
export const personalData = (find: Detector): Map<SensitiveKind, DetectorFigures> => {
  const figures = new Map<SensitiveKind, DetectorFigures>()
  const of = (kind: SensitiveKind): DetectorFigures => {
    if (!figures.has(kind)) figures.set(kind, { wanted: 0, hit: 0, found: 0, right: 0 })
    return figures.get(kind)!
  }
  const rows = (JSON.parse(read('presidio-pii/synth_dataset_v2.json')) as Row[]).filter((_, index) => index % 2 === 1)
  for (const { full_text, spans } of rows) {
    const found = find(full_text)
    const wanted = spans.flatMap(({ entity_type, start_position, end_position }) => {
      const kind = kinds[entity_type]
      return kind ? [{ kind, start: start_position, end: end_position }] : []
    })
    const meet = (one: { kind: string; start: number; end: number }, other: { kind: string; start: number; end: number }): boolean =>
      one.kind === other.kind && one.start < other.end && other.start < one.end
    for (const one of wanted) {
      of(one.kind).wanted++
      if (found.some((other) => meet(one, other))) of(one.kind).hit++
    }
    for (const one of found) {
      of(one.kind).found++
      if (wanted.some((other) => meet(one, other))) of(one.kind).right++
    }
  }
  return figures
}
