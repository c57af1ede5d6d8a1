import { createHash } from 'node:crypto'
import { casesSection } from './case-section.ts'
import { chartsSection } from './charts.ts'
import { comparisonSection } from './comparison-table.ts'
import { filterScript } from './filter.ts'
import { headSection } from './head.ts'
import { html, type Markup } from './markup.ts'
import { metricsSection, retrievalSection } from './metric-table.ts'
import type { ReportInput } from './report-input.ts'
import { tagSection } from './tag-table.ts'

/**
 * A run as one file that needs nothing else: no network, no server, and all but the filter without scripts. What people or documents said is text
 * in it, never markup; the page's own policy would run nothing else either. `style` is CSS of ours.
 */
export const reportHtml = (input: ReportInput, style: string): string => {
  const { report, rows } = input
  const sections: readonly (readonly [string, string, Markup | null])[] = [
    ['metrics', 'Metrics', metricsSection(report)],
    ['retrieval', 'Search', retrievalSection(report)],
    ['comparison', 'Comparison', comparisonSection(report)],
    ['tags', 'By tag', tagSection(report)],
    ['curves', 'Curves', chartsSection(report, rows)],
    ['cases', 'Cases', rows.length > 0 ? casesSection(input) : null],
  ]
  const shown = sections.filter(([, , content]) => content !== null)
  const title = `${report.suite}: ${report.gate === null ? 'evaluation' : report.gate === 'pass' ? 'the gate is open' : 'the gate is shut'}`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(filterScript)}'; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${verbatim(`<style>${style}</style>`)}
      </head>
      <body>
        <main>
          ${headSection(report)}
          <nav aria-label="Parts of this report">${shown.map(([id, name]) => html`<a href="#${id}">${name}</a> `)}</nav>
          ${shown.map(([, , content]) => content)}
        </main>
        <footer class="note">
          This file holds questions, answers and passages as they were when it was written. A document that is removed from the program stays in it.
        </footer>
        ${rows.length > 0 && verbatim(`<script>${filterScript}</script>`)}
      </body>
    </html> `.markup
}

/** Of this program itself, to the letter: the page's policy knows the contents of these two elements by their hash. */
const verbatim = (markup: string): Markup => ({ markup })

const hashOf = (content: string): string => `sha256-${createHash('sha256').update(content).digest('base64')}`
