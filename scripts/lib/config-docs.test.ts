import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { configReference, configSchema } from './config-docs.ts'

const read = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')

describe('the papers of the policy', () => {
  it('are as new as the schema (npm run docs writes them)', () => {
    expect(read('config.schema.json')).toBe(configSchema())
    expect(read('configuration.md')).toBe(configReference())
  })

  it('name the keys that scripts rely on', () => {
    const reference = configReference()
    for (const key of ['mode', 'centre.baseUrl', 'centre.clientId', 'centre.businessUnit']) {
      expect(reference).toContain(`\`${key}\``)
    }
    for (const key of ['call.destinations[].pilotNumber', 'visit.idleSeconds', 'texts']) {
      expect(reference).toContain(`\`${key}\``)
    }
  })
})
