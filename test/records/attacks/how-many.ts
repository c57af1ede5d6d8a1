/** A sample in every run of the tests; all of them with ANSWERABLE_RECORDS=full, or a number of one's own. */
export const howMany = ({ small, full }: { readonly small: number; readonly full: number }): number => {
  const wanted = process.env['ANSWERABLE_RECORDS'] ?? 'small'
  if (wanted === 'full') return full
  return /^\d+$/.test(wanted) ? Number(wanted) : small
}
