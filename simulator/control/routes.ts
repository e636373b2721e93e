import { z } from 'zod'

/** What an operation of the control API answers: a status and, mostly, a JSON body. */
export interface ControlAnswer {
  readonly status: number
  readonly body?: unknown
}

/** One operation of the control API, as it is served and as GET /control describes it. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /control, parameters as `:name`. */
  readonly path: string
  readonly summary: string
  readonly body: z.ZodType | undefined
  /** Parses the body itself, so that a table can hold operations of different bodies. */
  run(body: unknown, param: (name: string) => string): ControlAnswer | Promise<ControlAnswer>
}

export const ok = (body: unknown): ControlAnswer => ({ status: 200, body })
export const done: ControlAnswer = { status: 204 }
export const notFound = (what: string): ControlAnswer => ({
  status: 404,
  body: { error: `no such ${what}` },
})
export const conflict = (reason: string): ControlAnswer => ({
  status: 409,
  body: { error: reason },
})

/** An operation without a body. */
export const plain = (
  method: ControlRoute['method'],
  path: string,
  summary: string,
  run: (param: (name: string) => string) => ControlAnswer | Promise<ControlAnswer>,
): ControlRoute => ({ method, path, summary, body: undefined, run: (_, param) => run(param) })

/** An operation with a body; one that does not fit is answered with 400 and the reason. */
export const taking = <Schema extends z.ZodType>(
  method: ControlRoute['method'],
  path: string,
  summary: string,
  body: Schema,
  run: (
    body: z.output<Schema>,
    param: (name: string) => string,
  ) => ControlAnswer | Promise<ControlAnswer>,
): ControlRoute => ({
  method,
  path,
  summary,
  body,
  run: (given, param) => {
    const parsed = body.safeParse(given ?? {})
    if (parsed.success) return run(parsed.data, param)
    return { status: 400, body: { error: z.prettifyError(parsed.error) } }
  },
})
