import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAnthropic } from './anthropic-generator.ts'
import { openCompatible } from './compatible-generator.ts'
import { openOpenAi } from './openai-generator.ts'
import { refuseGithubModels } from './github-models.ts'

const refused = { code: 'invalid', message: /GitHub Models ended on 30 July 2026\. Set OPENAI_BASE_URL and OPENAI_API_KEY of another provider.*models pull/ }

test('addresses of GitHub Models are refused with what to set instead', () => {
  for (const baseUrl of ['https://models.github.ai/inference', 'https://models.inference.ai.azure.com', 'https://MODELS.github.ai']) {
    assert.throws(() => refuseGithubModels({ baseUrl }), refused)
    assert.throws(() => openCompatible({ baseUrl }), refused)
    assert.throws(() => openOpenAi({ baseUrl, apiKey: 'sk-1' }), refused)
  }
})

test('tokens of GitHub are refused as keys, and not repeated', () => {
  for (const prefix of ['ghp_', 'gho_', 'ghs_', 'ghu_', 'github_pat_']) {
    const apiKey = `${prefix}0123456789abcdef`
    for (const open of [openOpenAi, openAnthropic]) {
      assert.throws(
        () => open({ apiKey }),
        (error: Error) => refused.message.test(error.message) && !error.message.includes(apiKey),
      )
    }
  }
})

test('other addresses and keys are taken', () => {
  for (const baseUrl of ['https://api.openai.com/v1', 'http://127.0.0.1:11434/v1', 'https://models.github.ai.example.com', undefined]) {
    refuseGithubModels({ baseUrl, apiKey: 'sk-proj-ghp_1' })
    refuseGithubModels({ baseUrl })
  }
})
