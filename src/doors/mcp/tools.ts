/** Operations that say so, as tools of the Model Context Protocol. What is listed for a caller is what they may call. */
import { z } from 'zod'
import type { Tool } from '@modelcontextprotocol/server'
import type { Caller } from '../../domain/call.ts'
import { operations } from '../../operations/index.ts'
import { assertMayPerform, type McpTool, type Operation } from '../../operations/operation.ts'

export interface ToolOperation extends Operation {
  readonly mcp: McpTool
}

export const toolOperations = operations.filter((it): it is ToolOperation => it.mcp !== undefined)

export const findTool = (name: string): ToolOperation | undefined => toolOperations.find(({ mcp }) => mcp.name === name)

export const toolsFor = (caller: Caller): Tool[] => toolOperations.filter((it) => mayCall(caller, it)).map(describe)

const mayCall = (caller: Caller, it: Operation): boolean => {
  try {
    assertMayPerform(caller, it)
    return true
  } catch {
    return false
  }
}

const described = new Map<string, Tool>()

const describe = (it: ToolOperation): Tool => {
  const known = described.get(it.name) ?? toolOf(it)
  described.set(it.name, known)
  return known
}

const toolOf = ({ summary, effect, input, output, mcp }: ToolOperation): Tool => ({
  name: mcp.name,
  title: summary,
  description: mcp.description,
  inputSchema: without(z.toJSONSchema(input, { io: 'input' }), mcp.omit ?? []) as Tool['inputSchema'],
  outputSchema: without(z.toJSONSchema(output, { io: 'output' }), []) as NonNullable<Tool['outputSchema']>,
  annotations: {
    readOnlyHint: effect === 'read',
    destructiveHint: effect === 'destroy' || mcp.replaces === true,
    // Things have names and ids here: the same again changes nothing more.
    idempotentHint: true,
    // Only what is stored here; no tool reaches into the web.
    openWorldHint: false,
  },
})

const without = ({ $schema: _, ...schema }: z.core.JSONSchema.BaseSchema, omitted: readonly string[]): object => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => !omitted.includes(name))),
})
