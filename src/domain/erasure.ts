/** Where something of a document may be kept, and how much of it is there. */
export interface TracePlace {
  /** E.g. `chunks`, `journal`, `file base/5/16421`. */
  readonly place: string
  readonly count: number
  /** What it means, and what to do; null where the name says it. */
  readonly note: string | null
}

export interface TraceQuery {
  /** Null where only its name is known, and it is gone. */
  readonly documentId: string | null
  readonly source: string | null
  /** A piece of its text that stands nowhere else; null = the document's own rows only. */
  readonly text: string | null
}

/** Looks into everything that the database keeps. Every place is told, also where nothing is: the list is the proof. */
export type FindTraces = (asked: TraceQuery) => Promise<TracePlace[]>

/** Whether a document of this id was here once: the log of changes keeps ids of removed ones, for some 10,000 changes. A removed document's source is kept nowhere. */
export type WasHere = (documentId: string) => Promise<boolean>
