import { z } from 'zod'

const about = (source: string, doc: string): { source: string; description: string } => ({
  source,
  description: doc,
})

/** A switch with a list of values; `source` names the contradiction or question that it is for. */
export const choice = <const Values extends readonly [string, ...string[]]>(
  values: Values,
  standard: NoInfer<Values[number]>,
  source: string,
  doc: string,
) => z.enum(values).default(standard).meta(about(source, doc))

/** A switch that is on or off. */
export const flag = (standard: boolean, source: string, doc: string) =>
  z.boolean().default(standard).meta(about(source, doc))

/** A switch that is a whole number from 0 on. */
export const amount = (standard: number, source: string, doc: string) =>
  z.int().min(0).default(standard).meta(about(source, doc))
