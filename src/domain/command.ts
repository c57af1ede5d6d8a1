/** Commands that a person may type: shown with a verdict, never run by the program. */

/** `safe`: one simple command of literal words that only reads, as far as its words tell. Whatever is unsure is `dangerous`. */
export interface CommandVerdict {
  readonly verdict: 'safe' | 'dangerous'
  /** In a sentence for the person who decides. */
  readonly why: string
  /** Its name without a folder; null where there is not one. */
  readonly program: string | null
}

/** Total: never fails, whatever the text. Pure, in time bounded by the longest text that is read (1,000 characters; longer is dangerous). */
export type JudgeCommand = (text: string) => CommandVerdict
