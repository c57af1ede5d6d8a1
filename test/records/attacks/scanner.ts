/** Finds any of many thousand values in a text in one pass (Aho and Corasick, 1975). */
export interface Scanner {
  /** Those that stand in it, each once. */
  scan(text: string): Set<string>
}

interface State {
  readonly next: Map<number, State>
  fail: State | null
  /** Values that end here. */
  found: string[]
}

const newState = (): State => ({ next: new Map(), fail: null, found: [] })

export const scannerOf = (values: Iterable<string>): Scanner => {
  const start = newState()
  for (const value of values) if (value) insert(start, value)
  link(start)
  return {
    scan: (text) => {
      const found = new Set<string>()
      let state = start
      for (let place = 0; place < text.length; place++) {
        const unit = text.charCodeAt(place)
        while (state !== start && !state.next.has(unit)) state = state.fail!
        state = state.next.get(unit) ?? start
        for (const value of state.found) found.add(value)
      }
      return found
    },
  }
}

const insert = (start: State, value: string): void => {
  let state = start
  for (let place = 0; place < value.length; place++) {
    const unit = value.charCodeAt(place)
    const next = state.next.get(unit) ?? newState()
    state.next.set(unit, next)
    state = next
  }
  state.found.push(value)
}

/** Breadth first: a state's failure is nearer to the start, and complete before it. */
const link = (start: State): void => {
  const queue: State[] = []
  for (const state of start.next.values()) {
    state.fail = start
    queue.push(state)
  }
  for (let state = queue.shift(); state; state = queue.shift())
    for (const [unit, next] of state.next) {
      let fail = state.fail
      while (fail && !fail.next.has(unit)) fail = fail.fail
      next.fail = fail?.next.get(unit) ?? start
      next.found = [...next.found, ...next.fail.found]
      queue.push(next)
    }
}
