import { z } from 'zod'
import type { Log, LogFields } from './log.ts'
import { redact, redactText } from './redact.ts'

const fieldsSchema = z.record(z.string(), z.unknown())

/** A log on a stream of the process, a line each, for as long as there is no file: warnings and errors only. */
export function createStreamLog(write: (text: string) => void, part = ''): Log {
  const line = (message: string, fields: LogFields = {}): void => {
    const rest = Object.entries(fieldsSchema.parse(redact(fields))).map(
      ([name, value]) => ` ${name}=${textOf(value)}`,
    )
    write(`callpoint: ${part}${redactText(message)}${rest.join('')}\n`)
  }
  const silent = (): void => undefined
  return {
    debug: silent,
    info: silent,
    warn: line,
    error: line,
    child: (name) => createStreamLog(write, `${name}: `),
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
