import type { Said } from './said.ts'

/** What a log line may carry beside its words. Values pass the redaction before they are written. */
export type LogFields = Readonly<Record<string, unknown>>

/**
 * The compiler's half of the redaction: a text whose words are not known from the code must say what
 * it is (said.ts), and nothing unknown is written but an `error`.
 */
type Fitting<F> = { readonly [K in keyof F]: FittingValue<F[K], K> }
type FittingValue<V, K> = K extends 'detail'
  ? V
  : unknown extends V
    ? K extends 'error'
      ? V
      : never
    : V extends Said
      ? V
      : string extends V
        ? never
        : V extends readonly (infer E)[]
          ? string extends E
            ? never
            : V
          : V

/** A line's own words stand in the code, never in a variable. */
type Literal<M extends string> = Partial<Record<M, unknown>> extends Record<M, unknown> ? never : M

export interface Log {
  debug<M extends string, F extends LogFields>(message: Literal<M>, fields?: F & Fitting<F>): void
  info<M extends string, F extends LogFields>(message: Literal<M>, fields?: F & Fitting<F>): void
  warn<M extends string, F extends LogFields>(message: Literal<M>, fields?: F & Fitting<F>): void
  error<M extends string, F extends LogFields>(message: Literal<M>, fields?: F & Fitting<F>): void
  /** A log whose lines name the part of the house they come from. */
  child(part: string): Log
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
}

/** A log for what is made before there is a file to write to: each line goes to the one that is open by then. */
export function laterLog(current: () => Log): Log {
  return {
    debug: (message, fields) => {
      current().debug(message, fields)
    },
    info: (message, fields) => {
      current().info(message, fields)
    },
    warn: (message, fields) => {
      current().warn(message, fields)
    },
    error: (message, fields) => {
      current().error(message, fields)
    },
    child: (part) => laterLog(() => current().child(part)),
  }
}
