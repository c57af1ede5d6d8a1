import type { RecordCase } from '../score/case.ts'
import type { Facts } from '../score/score-answer.ts'

/** @param options each: questions of a kind in a voice; data: the folder with `tau-retail` and `northwind` */
export function makeQuestions(options: { readonly data: string; readonly each?: number; readonly seed?: number }): RecordCase[]

export interface World {
  factsOf(customer: string): Facts
  readonly secrets: readonly { readonly customer: string; readonly secrets: readonly string[] }[]
}

export function readWorlds(data: string): { readonly retail: World; readonly northwind: World }
