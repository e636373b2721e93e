import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { parse } from 'yaml'

/** One operation of docs/web-interaction.openapi.yaml, with its schemas compiled by Ajv. */
export interface Operation {
  readonly id: string
  /** What is wrong with a body (`undefined`: there is none). */
  judgeRequest(body: unknown): readonly string[]
  judgeAnswer(status: number, body: unknown): readonly string[]
}

export interface OpenApiDocument {
  find(method: string, path: string): Operation | undefined
}

interface Media {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
  readonly required?: boolean
  readonly $ref?: string
}

type Paths = Readonly<Record<string, Readonly<Record<string, unknown>>>>

interface Described {
  readonly operationId: string
  readonly requestBody?: Media
  readonly responses: Readonly<Record<string, Media>>
}

const METHODS = ['get', 'post', 'put', 'delete', 'patch'] as const

let read: Promise<OpenApiDocument> | undefined

/** The document, read once for all. Throws when it is not valid OpenAPI 3.1. */
export function readDocument(): Promise<OpenApiDocument> {
  return (read ??= compileDocument())
}

async function compileDocument(): Promise<OpenApiDocument> {
  const file = new URL('../../../docs/web-interaction.openapi.yaml', import.meta.url)
  const text = readFileSync(file, 'utf8')
  const raw: unknown = parse(text)
  const verdict = await new Validator().validate(text)
  if (!verdict.valid) throw new Error(`not valid OpenAPI: ${JSON.stringify(verdict.errors)}`)
  // The validator above has just said that it has this shape.
  const { paths, components } = raw as { paths: Paths; components: Record<string, unknown> }
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ajv.addSchema({ components }, 'document')
  const responses = Reflect.get(components, 'responses') as Readonly<Record<string, Media>>

  const operations = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const described = item[method] as Described | undefined
      if (!described) return []
      return [{ method, matches: patternOf(path), operation: compile(ajv, described, responses) }]
    }),
  )
  return {
    find: (method, path) =>
      operations.find((each) => each.method === method.toLowerCase() && each.matches.test(path))
        ?.operation,
  }
}

/** `/v1/sessions/{sessionId}` becomes a pattern in which a place holds anything but a slash. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{[^}]+\}/gu, '[^/]+')}$`, 'u')
}

function compile(
  ajv: Ajv2020,
  described: Described,
  responses: Readonly<Record<string, Media>>,
): Operation {
  const input = schemaOf(ajv, described.requestBody)
  const answers = new Map(
    Object.entries(described.responses).map(([status, answer]) => {
      const name = answer.$ref?.split('/').at(-1)
      return [Number(status), schemaOf(ajv, name === undefined ? answer : responses[name])]
    }),
  )
  return {
    id: described.operationId,
    judgeRequest(body) {
      if (!input) return body === undefined ? [] : ['a body where none belongs']
      return complaints(input, body)
    },
    judgeAnswer(status, body) {
      if (!answers.has(status)) return ['status not described']
      const schema = answers.get(status)
      if (!schema) return body === undefined ? [] : ['a body where none belongs']
      return complaints(schema, body)
    },
  }
}

function schemaOf(ajv: Ajv2020, media: Media | undefined): ValidateFunction | undefined {
  const [content] = Object.values(media?.content ?? {})
  if (!content) return undefined
  // References are to the whole document, which is registered under a name.
  const schema: unknown = JSON.parse(
    JSON.stringify(content.schema).replaceAll('"#/components', '"document#/components'),
  )
  return ajv.compile(schema as object)
}

function complaints(validate: ValidateFunction, body: unknown): readonly string[] {
  if (validate(body)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) =>
    `${instancePath} ${message ?? ''}`.trim(),
  )
}
