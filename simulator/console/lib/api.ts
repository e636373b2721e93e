import { z } from './schema.ts'

/** The control API said no, or could not be reached; the message is for people. */
export class ApiError extends Error {
  readonly status: number
  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

const problem = z.object({ error: z.string() })

/** The control API of the centre. Everything rejects with ApiError. */
export interface Api {
  readonly base: string
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>>
  /** Makes something new and reads what the centre says of it. */
  make<Schema extends z.ZodType>(
    path: string,
    body: object,
    schema: Schema,
  ): Promise<z.output<Schema>>
  send(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<void>
}

export const createApi = (base: string, fetcher: typeof fetch = (...all) => fetch(...all)): Api => {
  const ask = async (method: string, path: string, body?: object): Promise<Response> => {
    let response: Response
    try {
      response = await fetcher(`${base}${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
    } catch {
      throw new ApiError('The centre cannot be reached.', 0)
    }
    if (response.ok) return response
    const said = problem.safeParse(await response.json().catch(() => undefined))
    throw new ApiError(
      said.success ? said.data.error : `status ${response.status}`,
      response.status,
    )
  }
  const read = async <Schema extends z.ZodType>(
    path: string,
    response: Response,
    schema: Schema,
  ): Promise<z.output<Schema>> => {
    const parsed = schema.safeParse(await response.json().catch(() => undefined))
    if (!parsed.success) throw new ApiError(`unexpected answer to ${path}`, response.status)
    return parsed.data
  }
  return {
    base,
    get: async (path, schema) => read(path, await ask('GET', path), schema),
    make: async (path, body, schema) => read(path, await ask('POST', path, body), schema),
    send: async (method, path, body) => {
      await ask(method, path, body)
    },
  }
}
