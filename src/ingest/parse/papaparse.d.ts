// The parts that are used here; the package brings no types.
declare module 'papaparse' {
  interface Results<Row> {
    readonly data: Row[]
    readonly errors: readonly { readonly type: string; readonly code: string; readonly message: string; readonly row?: number }[]
    readonly meta: { readonly delimiter: string }
  }
  const papa: {
    parse<Row>(text: string, options: { header: true; skipEmptyLines: true }): Results<Row>
    unparse(rows: readonly (readonly string[])[]): string
    parse(text: string, options: { delimiter?: string; delimitersToGuess?: readonly string[]; skipEmptyLines?: 'greedy'; preview?: number }): Results<string[]>
  }
  export default papa
}
