import type { Said } from './said.ts'

/** What a log line may carry beside its words. Values pass the redaction before they are written. */
export type LogFields = Readonly<Record<string, unknown>>

/**
 * The compiler's part of the redaction: a text that is not a literal of the code must say where it comes
 * from (said.ts), and `error` is the only field of unknown type.
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

/** The message of a line is a literal, never a variable. */
type Literal<M extends string> = Partial<Record<M, unknown>> extends Record<M, unknown> ? never : M

export interface Log {
  debug<M extends string, F extends LogFields>(message: Literal<M>, fields?: F & Fitting<F>): void
  info<M extends string, F extends LogFields>(message: Literal<M>, fields?: F & Fitting<F>): void
  warn<M extends string, F extends LogFields>(message: Literal<M>, fields?: F & Fitting<F>): void
  error<M extends string, F extends LogFields>(message: Literal<M>, fields?: F & Fitting<F>): void
  /** A log whose lines name the part of the app they come from. */
  child(part: string): Log
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
}

/** A log for parts that are made before the log file is open: each line goes to the current log. */
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
