/** The environment for a tool that fetches packages: it needs its own credentials and none of ours. */
export const withoutKeys = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:OPENAI|ANTHROPIC|ANSWERABLE)_.*KEY$|^DATABASE_URL$/.test(name)))
