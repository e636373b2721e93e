import { pino, type Logger } from 'pino'
import type { Log, LogFields } from './log.ts'
import { createLogFile, type Lost } from './log-file.ts'
import { redact, redactText } from './redact.ts'

export interface FileLog extends Log {
  /** Writes a line at any level; answers the error code if it cannot be written. */
  probe(): string | undefined
  /** Closes the file. */
  close(): Promise<void>
}

interface Options {
  readonly folder: string
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** As pino counts them. */
const INFO = 30
const ERROR = 50

/**
 * `callpoint.log` in `folder`: a JSON object a line, rotated at 5 MB, five old files kept. A disk that cannot be
 * written does not stop the app.
 */
export function createFileLog({ folder, level, now }: Options): FileLog {
  const line = (of: number, message: string, fields: LogFields = {}): string =>
    `${JSON.stringify({ level: of, time: new Date(now()).toISOString(), ...fields, message })}\n`
  const file = createLogFile({
    folder,
    name: 'callpoint.log',
    most: 5_000_000,
    keep: 5,
    notice: ({ lines, code }: Lost) =>
      line(ERROR, 'lines before this one could not be written', { lines, code }),
  })
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'message' },
    { write: file.write },
  )
  return {
    ...wrap(logger),
    probe() {
      file.write(line(INFO, 'the log can be written'))
      return file.lost?.code
    },
    close() {
      file.close()
      return Promise.resolve()
    },
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
