import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { scenarioSchema } from '../scenarios/scenarios.ts'
import type { Scenario } from '../scenarios/scenarios.ts'
import { dataSchema } from './data.ts'
import type { CentreData } from './data.ts'
import { ConfigError, parseXml } from './xml.ts'
import type { WebInteractionConfig } from './xml.ts'

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const read = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const why = { ENOENT: 'no such file', EACCES: 'not readable', EISDIR: 'is a directory' }
    const code = codeOf(error)
    const reason = Object.entries(why).find(([name]) => name === code)?.[1] ?? code
    throw new ConfigError(`${path}: ${reason}`)
  }
}

const firstIssue = (error: z.ZodError): string => {
  const issue = error.issues[0]
  const where = issue?.path.map(String).join('.') ?? ''
  return `${where === '' ? '' : `${where}: `}${issue?.message ?? 'invalid'}`.replace(/\s+/g, ' ')
}

const readJson = async <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> => {
  const text = await read(path)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ') : ''
    throw new ConfigError(`${path}: not JSON (${reason})`)
  }
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw new ConfigError(`${path}: ${firstIssue(parsed.error)}`)
  return parsed.data
}

/** Reads webinteractionsdk.xml. Throws ConfigError with one line that names the file. */
export const readConfigFile = async (path: string): Promise<WebInteractionConfig> => {
  const text = await read(path)
  try {
    return parseXml(text)
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(`${path}: ${error.message}`)
    throw error
  }
}

/** Reads the data file. Throws ConfigError with one line that names the file. */
export const readDataFile = (path: string): Promise<CentreData> => readJson(path, dataSchema)

/** Reads a scenario file. Throws ConfigError with one line that names the file. */
export const readScenarioFile = (path: string): Promise<Scenario> => readJson(path, scenarioSchema)
