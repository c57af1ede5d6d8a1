/** System and user text of a prompt; `{{places}}` are filled in one pass. */
export interface PromptText {
  readonly version: string
  readonly system: string
  readonly user: string
}

export const promptNames = ['diagnose-plan', 'diagnose-read', 'diagnose-conclude'] as const
export type PromptName = (typeof promptNames)[number]
export type PromptTexts = Readonly<Record<PromptName, PromptText>>
