import { matching } from './matching.ts'

/** Keys whose makers gave them a form of their own, so that they can be found: OpenAI, Anthropic, AWS, Google, GitHub, GitLab, Slack, Stripe, npm, PyPI, Hugging Face, SendGrid, JSON web tokens, and our own. */
export const providerKey = matching(
  'provider_key',
  new RegExp(
    `(?<![\\w-])(?:${[
      'sk-(?:ant-|proj-|svcacct-|or-v1-)?[A-Za-z0-9_-]{20,200}',
      '(?:AKIA|ASIA)[A-Z0-9]{16}',
      'AIza[\\w-]{35}',
      'ya29\\.[\\w-]{20,}',
      'gh[pousr]_[A-Za-z0-9]{36,251}',
      'github_pat_\\w{22,255}',
      'glpat-[\\w-]{20,}',
      'xox[abeoprs]-[\\w-]{10,250}',
      '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}',
      'whsec_[A-Za-z0-9]{24,}',
      'npm_[A-Za-z0-9]{36}',
      'pypi-[\\w-]{50,}',
      'hf_[A-Za-z0-9]{30,}',
      'SG\\.[\\w-]{16,32}\\.[\\w-]{16,64}',
      'eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]{8,}',
      'ans_[A-Za-z0-9_-]{16,}',
    ].join('|')})(?![\\w-])`,
    'u',
  ),
)
