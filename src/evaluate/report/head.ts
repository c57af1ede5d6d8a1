import type { EvalReport } from '../../domain/eval-run.ts'
import { counted, grouped, money } from './figures.ts'
import { html, type Content, type Markup } from './markup.ts'

/** What was decided and why, before any figure. */
export const headSection = (report: EvalReport): Markup =>
  html`<header>
    <p class="eyebrow">Evaluation</p>
    <h1>${report.suite}</h1>
    ${gate(report)}
    <dl class="facts">
      ${facts(report).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${report.thresholds.length > 0 && thresholds(report)}
    ${
      report.notes.length > 0 &&
      html`<ul class="notes">
        ${report.notes.map((note) => html`<li>${note}</li>`)}
      </ul>`
    }
  </header>`

const gate = ({ gate, state, why, thresholds }: EvalReport): Markup => {
  const failed = thresholds.filter(({ holds }) => !holds).length
  const word = gate === 'pass' ? 'The gate is open.' : gate === 'fail' ? 'The gate is shut.' : 'No gate was set.'
  const reason = gate === 'fail' && failed > 0 ? ` ${counted(failed, 'threshold')} of ${thresholds.length} ${failed === 1 ? 'is' : 'are'} missed.` : ''
  return html`<div class="gate ${gate ?? 'none'}">
    <p><strong>${word}</strong>${reason}</p>
    ${state === 'partial' && html`<p class="partial"><strong>This report is partial.</strong> ${why}</p>`}
  </div>`
}

const facts = (report: EvalReport): [string, Content][] => {
  const cost = report.variants.map(({ costUsd, judgeCostUsd }) => [costUsd, judgeCostUsd] as const)
  return [
    [
      'Cases',
      `${grouped(report.cases - report.generatedCases)}${report.generatedCases > 0 ? `, and ${report.generatedCases} generated ones, told apart` : ''}${report.repeat > 1 ? `, each asked ${report.repeat} times` : ''}`,
    ],
    ['Collection', report.collection],
    ['Begun', `${report.startedAt.slice(0, 16).replace('T', ' ')} UTC`],
    [
      'Cost',
      `${summed(cost.map(([answers]) => answers))} for answers${cost.some(([, judging]) => judging !== null) ? `, ${summed(cost.map(([, judging]) => judging ?? 0))} for judging` : ''}`,
    ],
    ['Run', html`<code>${report.runId}</code>`],
    ['Suite', html`<code>${report.suiteHash.slice(0, 12)}</code>`],
    ['Program', `Answerable ${report.version}`],
  ]
}

const summed = (costs: readonly (number | null)[]): string =>
  costs.includes(null) ? 'an unknown price' : money(costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0))

/** What was missed comes first. */
const thresholds = (report: EvalReport): Markup =>
  html`<ul class="thresholds" aria-label="Thresholds">
    ${[...report.thresholds]
      .sort((a, b) => Number(a.holds) - Number(b.holds))
      .map(({ holds, why, variant, tag }) => {
        const where = [report.variants.length > 1 && variant, tag && `tag ${tag}`].filter(Boolean).join(', ')
        return html`<li class="${holds ? 'holds' : 'missed'}">
          <b>${holds ? 'Holds' : 'Missed'}</b> ${where && html`<span class="note">${where}</span> `}${why}
        </li>`
      })}
  </ul>`
