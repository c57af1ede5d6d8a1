import type { LogFinding, LogReport, LogTemplate } from '../../domain/log.ts'
import { harmless } from '../report/wording.ts'

/** Blanks what speaks to a model, of the same length or shorter; a text without it is returned as it is. */
export type Hush = (text: string) => string

/** A template as the model is shown it, and all that a claim about it may say. */
export interface Evidence {
  /** `T1`, `T2` …: what the model points with. */
  readonly handle: string
  readonly template: LogTemplate
  /** Its own words, example lines and values; times as they are shown. */
  readonly texts: readonly string[]
  /** Lines that it stands in, as far as they are known. */
  readonly lines: ReadonlySet<number>
  /** Findings by rules that speak of it. */
  readonly findings: readonly LogFinding[]
}

const mostTemplates = 24
const mostValues = 3

/** The templates that findings speak of in their order, then the gravest and most frequent. `hushed` counts those whose words were blanked. */
export const evidenceOf = (report: LogReport, hush: Hush): { evidence: Evidence[]; hushed: number } => {
  const byId = new Map(report.templates.map((it) => [it.id, it]))
  const named = report.findings.flatMap(({ templates }) => templates.flatMap((id) => byId.get(id) ?? []))
  const chosen = [...new Set([...named, ...report.templates])].slice(0, mostTemplates)
  let hushed = 0
  const evidence = chosen.map((template, index): Evidence => {
    const quiet = hushedTemplate(template, hush)
    if (quiet.template !== template.template || quiet.examples.some(({ text }, at) => text !== template.examples[at]!.text)) hushed++
    return {
      handle: `T${index + 1}`,
      template: quiet,
      texts: [quiet.template, ...quiet.examples.map(({ text }) => text), ...quiet.variables.flatMap(({ top }) => top.map(({ value }) => value))],
      lines: new Set([quiet.firstLine, quiet.lastLine, ...quiet.examples.map(({ line }) => line)]),
      findings: report.findings.filter(({ templates }) => templates.includes(template.id)).map((it) => ({ ...it, text: hush(it.text) })),
    }
  })
  return { evidence, hushed }
}

const hushedTemplate = (template: LogTemplate, hush: Hush): LogTemplate => {
  const clean = (text: string): string => hush(harmless(text))
  return {
    ...template,
    template: clean(template.template),
    examples: template.examples.map((it) => ({ ...it, text: clean(it.text) })),
    variables: template.variables.map((it) => ({ ...it, top: it.top.slice(0, mostValues).map((one) => ({ ...one, value: clean(one.value) })) })),
  }
}
