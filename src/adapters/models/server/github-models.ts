import { AppError } from '../../../base/error.ts'

/** GitHub Models is gone, and much that was written about it is not: its addresses and tokens get a sentence instead of a riddle. Fails with `invalid`. */
export const refuseGithubModels = ({ baseUrl, apiKey }: { readonly baseUrl?: string | undefined; readonly apiKey?: string | undefined }): void => {
  const isAddress = hosts.has(URL.parse(baseUrl ?? '')?.hostname ?? '')
  if (!isAddress && !token.test(apiKey ?? '')) return
  const found = isAddress ? 'This is an address of GitHub Models' : 'This is a token of GitHub'
  throw new AppError(
    'invalid',
    `${found}, and GitHub Models ended on 30 July 2026. Set OPENAI_BASE_URL and OPENAI_API_KEY of another provider (or ANTHROPIC_API_KEY), or run "answerable models pull qwen2.5-coder-1.5b" for a model on this machine.`,
  )
}

const hosts = new Set(['models.github.ai', 'models.inference.ai.azure.com'])

/** Personal, fine-grained, OAuth, app and server tokens. */
const token = /^(gh[pousr]_|github_pat_)/
