import type { CaseRow, EvalReport } from '../../domain/eval-run.ts'
import { costChart } from './cost-chart.ts'
import { latencyChart } from './latency-chart.ts'
import { html, type Markup } from './markup.ts'
import { reliabilityChart } from './reliability-chart.ts'
import { riskCoverageChart } from './risk-coverage-chart.ts'
import { legend } from './series.ts'

/** What a run looks like drawn; a chart with nothing in it is left out. */
export const chartsSection = (report: EvalReport, rows: readonly CaseRow[]): Markup | null => {
  const charts = [costChart(report), riskCoverageChart(report.variants), reliabilityChart(report.variants), latencyChart(report.variants, rows)].filter(
    (it) => it !== null,
  )
  if (charts.length === 0) return null
  return html`<section id="curves">
    <h2>Curves</h2>
    ${legend(report.variants.map(({ name }) => name))}
    <div class="charts">${charts}</div>
  </section>`
}
