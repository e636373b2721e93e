/** A failure that the person at the keyboard can do something about: its message is the whole report. */
export class ScriptFailure extends Error {
  override readonly name = 'ScriptFailure'
}

/** What went wrong, as text, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
