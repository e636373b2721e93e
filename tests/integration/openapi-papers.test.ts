import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createConfig, lint } from '@redocly/openapi-core'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { basic } from '../../simulator/testing/customer.ts'
import { createCentre } from '../../simulator/centre.ts'
import { askSpectral } from '../kit/centre/spectral.ts'

const file = fileURLToPath(new URL('../../docs/web-interaction.openapi.yaml', import.meta.url))
const text = readFileSync(file, 'utf8')
const document: unknown = parse(text)

interface Place {
  readonly path: string
  readonly value: Readonly<Record<string, unknown>>
}

/** Every object of the document with the path to it, but for what examples hold. */
function placesIn(value: unknown, path = ''): readonly Place[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    key === 'example' || key === 'examples' ? [] : placesIn(child, `${path}/${key}`),
  )
  return Array.isArray(value) ? inner : [{ path, value: { ...value } }, ...inner]
}

const places = placesIn(document)

/** What stands under `example` and `examples`. */
function examplesIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    key === 'example' || key === 'examples' ? [child] : examplesIn(child),
  )
}

function keysIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(keysIn)
  return Array.isArray(value) ? inner : [...Object.keys(value), ...inner]
}

/** What a path such as `#/components/schemas/Token` leads to. */
function at(reference: string): Readonly<Record<string, unknown>> {
  const found = places.find(({ path }) => `#${path}` === reference)
  if (!found) throw new Error(`nothing is at ${reference}`)
  return found.value
}

function descriptionOf(value: Readonly<Record<string, unknown>>): unknown {
  const { description, $ref } = value
  return description ?? (typeof $ref === 'string' ? at($ref)['description'] : undefined)
}

function exampleOf(operation: string, method: string): unknown {
  const [, value] = Object.entries(at(`#/paths/${operation}/${method}/requestBody/content`))[0] ?? [
    '',
    {},
  ]
  return Object(value)['example']
}

describe('the OpenAPI document, as an integrator reads it', () => {
  it('passes the strict rules of Redocly', async () => {
    const config = await createConfig({ extends: ['recommended-strict'] })
    const problems = await lint({ ref: file, config })
    expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([])
  })

  it('passes every rule of Spectral', async (context) => {
    const verdict = await askSpectral(file)
    if (verdict === undefined) return context.skip('the registry is out of reach')
    expect(verdict.output).toMatch(/^No results with a severity of 'hint' or higher found!\s*$/u)
    expect(verdict.code).toBe(0)
  })

  it('describes each tag, operation, parameter, answer, body and field', () => {
    const parents = /\/(properties|parameters|tags|responses|headers|schemas|securitySchemes)$/u
    const named = places.flatMap(({ path, value }) =>
      parents.test(path)
        ? Object.entries(value).map(([key, child]) => ({
            path: `${path}/${key}`,
            value: Object(child),
          }))
        : [],
    )
    const listed = places.filter(({ path }) =>
      /\/((parameters|tags)\/\d+|requestBody|get|post|delete)$/u.test(path),
    )
    expect(named.length).toBeGreaterThan(100)
    expect(listed.length).toBeGreaterThan(20)
    const bare = [...named, ...listed].filter(
      ({ value }) => typeof descriptionOf(value) !== 'string',
    )
    expect(bare.map(({ path }) => path)).toEqual([])
  })

  it('has an example of each request and response body', () => {
    const bodies = places.filter(({ path }) => /\/content\/application\/[^/]+$/u.test(path))
    expect(bodies.length).toBeGreaterThan(8)
    const bare = bodies.filter(({ value }) => !('example' in value) && !('examples' in value))
    expect(bare.map(({ path }) => path)).toEqual([])
  })

  it('has an example of each parameter, and of each field within a body', () => {
    const bare = places.filter(({ value }) => 'in' in value && !('example' in value))
    expect(bare.map(({ path }) => path)).toEqual([])
    const fields = places.flatMap(({ path, value }) =>
      path.endsWith('/properties') ? Object.keys(value) : [],
    )
    expect(fields.length).toBeGreaterThan(40)
    const shown = examplesIn(document).flatMap(keysIn)
    expect(fields.filter((field) => !shown.includes(field))).toEqual([])
  })

  it('contains no R or C numbers', () => {
    expect(JSON.stringify(document).match(/\b[RC]\d{1,3}\b/gu)).toBeNull()
  })

  it('has examples that the simulator accepts', async () => {
    const centre = await createCentre()
    try {
      const { rest } = centre.urls
      const login = basic(centre.clientId, centre.clientSecret)
      const ask = async (
        method: string,
        path: string,
        body: BodyInit,
        headers: Readonly<Record<string, string>>,
      ) => await fetch(rest + path, { method, body, headers })
      const form = new URLSearchParams(exampleOf('/oauth/token', 'post') as Record<string, string>)
      const registered = await ask('POST', '/oauth/token', form, { authorization: login })
      const { access_token: token } = (await registered.json()) as { access_token: string }
      const send = async (method: string, path: string, example: unknown) =>
        await ask(method, path, JSON.stringify(example), {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        })
      const started = await send('POST', '/v1/sessions', exampleOf('/v1/sessions', 'post'))
      expect(started.status).toBe(201)
      const { sessionId } = (await started.json()) as { sessionId: string }
      const [session] = centre.sessions.list()
      const agent = centre.agents.find(({ key }) => key === 14)
      if (!session || !agent) throw new Error('no session or no agent 14')
      centre.desk.accept(session, agent)
      centre.desk.makeCall(session, agent)
      const base = '/v1/sessions/{sessionId}'
      const statuses: number[] = []
      for (const part of ['contents', 'typing', 'call-me']) {
        const example = exampleOf(`${base}/${part}`, 'post')
        statuses.push((await send('POST', `/v1/sessions/${sessionId}/${part}`, example)).status)
      }
      const callback = exampleOf('/v1/callbacks', 'post')
      statuses.push((await send('POST', '/v1/callbacks', callback)).status)
      statuses.push((await send('DELETE', '/v1/sessions', { sessionId })).status)
      expect(statuses).toEqual([201, 200, 200, 201, 200])
    } finally {
      await centre.close()
    }
  })
})
