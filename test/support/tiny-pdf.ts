/** A PDF written by hand: pages of lines in Helvetica. `encrypted` asks for a password that nobody has. */
export const tinyPdf = (pages: readonly (readonly string[])[], { encrypted = false, title = '' } = {}): Uint8Array => {
  const objects: string[] = []
  const add = (body: string): number => objects.push(body)
  const font = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
  const pagesId = 2 + pages.length * 2
  const kids = pages.map((lines) => {
    const stream = `BT /F1 12 Tf 14 TL 72 720 Td ${lines.map((line) => (line === '' ? 'T* T*' : `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`)).join(' ')} ET`
    const content = add(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`)
    return add(`<< /Type /Page /Parent ${pagesId} 0 R /MediaBox [0 0 612 792] /Contents ${content} 0 R /Resources << /Font << /F1 ${font} 0 R >> >> >>`)
  })
  add(`<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((id) => `${id} 0 R`).join(' ')}] >>`)
  const catalog = add(`<< /Type /Catalog /Pages ${pagesId} 0 R >>`)
  const info = title && add(`<< /Title (${title}) >>`)
  const lock = encrypted && add(`<< /Filter /Standard /V 1 /R 2 /P -4 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> >>`)
  return Buffer.from(write(objects, `/Root ${catalog} 0 R${info ? ` /Info ${info} 0 R` : ''}${lock ? ` /Encrypt ${lock} 0 R /ID [<00> <00>]` : ''}`), 'latin1')
}

const write = (objects: readonly string[], trailer: string): string => {
  let file = '%PDF-1.4\n'
  const offsets = objects.map((body, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${body}\nendobj\n`
    return offset
  })
  const xref = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  return `${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${xref}trailer\n<< /Size ${objects.length + 1} ${trailer} >>\nstartxref\n${file.length}\n%%EOF\n`
}
