// The part that datasets.ts uses.
declare module 'papaparse' {
  const papa: { parse<Row>(text: string, options: { header: true; skipEmptyLines: true }): { data: Row[] } }
  export default papa
}
