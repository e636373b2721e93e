import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { openApiFile } from '../support/places.ts'

const documentSchema = z.looseObject({ openapi: z.string() })

/**
 * Serves the OpenAPI document of the REST service, as YAML and as JSON, with this server's own address
 * as the one to send requests to.
 */
export const registerOpenApi = (app: FastifyInstance, base: string): void => {
  const read = async (host: string, secure: boolean): Promise<object> => {
    const document = documentSchema.parse(parse(await readFile(openApiFile, 'utf8')))
    return { ...document, servers: [{ url: `http${secure ? 's' : ''}://${host}${base}` }] }
  }
  app.get('/openapi.json', async (request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .send(await read(request.host, request.protocol === 'https')),
  )
  app.get('/openapi.yaml', async (request, reply) =>
    reply
      .type('application/yaml; charset=utf-8')
      .send(stringify(await read(request.host, request.protocol === 'https'))),
  )
}
