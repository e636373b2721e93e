import { Connection, type ConnectionOptions } from './connection.ts'
import type { DialogNote } from './phone-api.ts'

/** Kept by the tab alone, and holds nothing of the customer. */
const KEY = 'oscc-click-to-dial'

/** What a page leaves behind for the one that may be loaded in its place. */
export interface Interrupted {
  readonly destinationKey: string
  /** Present once the call was answered: BYE must still be sent. */
  readonly dialog?: DialogNote
}

/** Notes the call under way; undefined where there is none. */
export function noteCall(call: Interrupted | undefined): void {
  try {
    if (call === undefined) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, JSON.stringify(call))
  } catch {
    // If the page may not store anything, nothing is reported after a reload.
  }
}

/** Whether this page was loaded in the middle of a call. */
export function isInterrupted(): boolean {
  return read() !== null
}

/** The call that was interrupted by this page load; returned once. */
export function takeInterrupted(): Interrupted | undefined {
  const text = read()
  noteCall(undefined)
  if (text === null) return undefined
  try {
    const { destinationKey, dialog } = JSON.parse(text) as Partial<Interrupted>
    return { destinationKey: String(destinationKey), ...(isNote(dialog) ? { dialog } : {}) }
  } catch {
    return { destinationKey: '' }
  }
}

/** The other side of a call whose page is gone may still believe that it goes on. */
export async function sayGoodbye(
  { destinationKey, dialog }: Interrupted,
  options: ConnectionOptions,
): Promise<void> {
  if (dialog === undefined) return
  const connection = new Connection(options)
  const { phone } = await connection.ready({ destinationKey, customerNumber: '', isGoodbye: true })
  await phone?.sayGoodbye(dialog)
  connection.close()
}

function read(): string | null {
  try {
    return sessionStorage.getItem(KEY)
  } catch {
    return null
  }
}

/** The page itself wrote it, but any script of the page may have. */
function isNote(value: unknown): value is DialogNote {
  if (typeof value !== 'object' || value === null) return false
  const field = (name: string): unknown => Reflect.get(value, name)
  const texts = ['callId', 'localTag', 'remoteTag', 'local', 'remote', 'target'].map(field)
  const routes = field('routes')
  return (
    [...texts, ...(Array.isArray(routes) ? (routes as unknown[]) : [0])].every(
      (text) => typeof text === 'string' && !/\p{Cc}/u.test(text),
    ) && Number.isInteger(field('sequence'))
  )
}
