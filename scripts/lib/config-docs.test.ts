import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { policySchema, sections } from '../../src/main/settings/policy.ts'
import type { TextKey } from '../../src/renderer/lib/texts.ts'
import { textOf } from '../../tests/kit/page/texts.ts'
import { configReference, configSchema, examplePolicies } from './config-docs.ts'

const read = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')

describe('the documentation of the policy', () => {
  it('matches the schema (npm run docs writes it)', () => {
    expect(read('config.schema.json')).toBe(configSchema())
    expect(read('configuration.md')).toBe(configReference())
  })

  it.each([...examplePolicies()])('has a valid example for a %s', (_, policy) => {
    // Checked once against the shipped schema and once by the app itself.
    const { $schema, ...schema } = JSON.parse(configSchema()) as Record<string, unknown>
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)
    expect(validate(policy), JSON.stringify(validate.errors)).toBe(true)
    expect(policySchema.safeParse(policy).error?.issues ?? []).toEqual([])
    expect($schema).toContain('2020-12')
    expect(policy['$schema']).toBe('../config.schema.json')
    for (const texts of Object.values(policySchema.parse(policy).texts)) {
      expect(Object.keys(texts).map((key) => textOf(key as TextKey))).not.toContain('')
    }
    // Examples must not contain secrets.
    expect(JSON.stringify(policy)).not.toMatch(/secret"|password/iu)
  })

  it('shows every section in an example', () => {
    const shown = new Set([...examplePolicies().values()].flatMap((policy) => Object.keys(policy)))
    expect(Object.keys(sections).filter((section) => !shown.has(section))).toEqual([])
    expect(configReference().match(/^```json$/gmu)?.length).toBe(Object.keys(sections).length)
  })

  it('explains hours and keys that must match the centre', () => {
    const reference = configReference()
    for (const key of ['chat.hours', 'chat.topics[].key', 'call.destinations[].key']) {
      expect(reference).toMatch(
        new RegExp(`\\| \`${key.replaceAll(/[[\].]/gu, '\\$&')}\` \\| \\w{4,}`, 'u'),
      )
    }
    expect(reference).toContain('"22:00-02:00" runs past midnight')
  })

  it('contains no R or C numbers', () => {
    expect(configReference().match(/\b[RC]\d{1,3}\b/gu)).toBeNull()
  })

  it('names the keys that scripts rely on', () => {
    const reference = configReference()
    for (const key of ['mode', 'centre.baseUrl', 'centre.clientId', 'centre.businessUnit']) {
      expect(reference).toContain(`\`${key}\``)
    }
    for (const key of ['call.destinations[].pilotNumber', 'visit.idleSeconds', 'texts']) {
      expect(reference).toContain(`\`${key}\``)
    }
  })
})
