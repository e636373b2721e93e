import { mkdirSync } from 'node:fs'
import { pino, type Logger } from 'pino'
import { createStream } from 'rotating-file-stream'
import type { Log, LogFields } from './log.ts'
import { redact, redactText } from './redact.ts'

export interface FileLog extends Log {
  /** Writes what is buffered and closes the file. */
  close(): Promise<void>
}

interface Options {
  readonly folder: string
  readonly level: 'debug' | 'info' | 'warn' | 'error'
}

/** `callpoint.log` in `folder`: a JSON object a line, rotated at 5 MB, five old files kept. */
export function createFileLog({ folder, level }: Options): FileLog {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const stream = createStream('callpoint.log', {
    path: folder,
    size: '5M',
    maxFiles: 5,
    mode: 0o600,
  })
  // A full disk must not take the contact point down.
  stream.on('error', () => undefined)
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'message' },
    stream,
  )
  return {
    ...wrap(logger),
    close: () =>
      new Promise((resolve) => {
        stream.end(() => {
          resolve()
        })
      }),
  }
}

function wrap(logger: Logger): Log {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}): void => {
      logger[level](redact(fields), redactText(message))
    }
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (part) => wrap(logger.child({ part })),
  }
}
