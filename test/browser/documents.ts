/** What the browser tests serve. */
export const hostileMarkup = '<img src=x onerror="window.hacked=1"> and [a link](javascript:window.hacked=1) and ![a pixel](https://evil.example/pixel.png)'
export const hostileName = '<img src=x onerror="window.hacked=1">'

const filler = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `Paragraph ${from + index} of this report speaks of ordinary things at ordinary length.\n\n`).join('')

export const documents: Readonly<Record<string, string>> = {
  'guide/state.md': `# State

Keep the **remote state** of \`atlas\` in a versioned bucket named *atlas-state*. Locks live in a table beside it.

| part | place |
|---|---|
| bucket | eu-west-1 |
`,
  'guide/keys.md': `# Keys

The signing key is rotated every 42 days by the platform team. The security officer approves each signing key rotation in writing.
`,
  'report.md': `# Report

${filler(0, 6500)}The quasar threshold is 73 kelvin.

${filler(6500, 13_000)}`,
}

export const hostileDocument = `# Frobnicator ${hostileName}

The frobnicator port is 4711 ${hostileMarkup}.

<script>window.hacked = 1</script>
<iframe src="https://evil.example/"></iframe>
<svg onload="window.hacked=1"></svg>

[reference]: javascript:window.hacked=1

Follow [the reference][reference] or <javascript:window.hacked=1> or [data](data:text/html,x) with a ${'very'.repeat(2000)}long word.
`
