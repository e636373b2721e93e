import type { DialogNote } from '../phone-api.ts'

interface Address {
  toString(): string
}

/** What the SIP library knows of a dialog. */
interface DialogState {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  readonly localURI: Address
  readonly remoteURI: Address
  readonly remoteTarget: Address
  readonly routeSet: readonly string[]
  readonly localSequenceNumber: number | undefined
}

/** A dialog as another page can end it. */
export function noteOf(dialog: DialogState): DialogNote {
  const { callId, localTag, remoteTag, localURI, remoteURI, remoteTarget, routeSet } = dialog
  return {
    callId,
    localTag,
    remoteTag,
    local: localURI.toString(),
    remote: remoteURI.toString(),
    target: remoteTarget.toString(),
    routes: [...routeSet],
    sequence: dialog.localSequenceNumber ?? 1,
  }
}
