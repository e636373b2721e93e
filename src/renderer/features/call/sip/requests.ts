import { UserAgent } from 'sip.js'
import type { DialogNote } from '../phone-api.ts'
import { asWritten } from './wire.ts'

/** More requests than any call sends after its note was taken. */
const SEQUENCE_LEAP = 1000

/** OPTIONS to the server: any answer will do. */
export function askServer(agent: UserAgent): Promise<void> {
  const { uri } = agent.configuration
  const server = UserAgent.makeURI(`sip:${uri.host}`) ?? uri
  const core = agent.userAgentCore
  const message = core.makeOutgoingRequestMessage('OPTIONS', server, uri, server, {})
  return new Promise((resolve) => {
    const heard = (): void => {
      resolve()
    }
    core.request(message, { onAccept: heard, onReject: heard, onProgress: heard })
  })
}

/**
 * BYE for a call that another page has made (RFC 3261, 12.2.1.1). Answers whether the other side, or
 * the server for it, has said anything to it.
 */
export function endByNote(agent: UserAgent, note: DialogNote): Promise<boolean> {
  const [target, local, remote] = [note.target, note.local, note.remote].map((uri) =>
    UserAgent.makeURI(uri),
  )
  // What cannot be read now cannot be read later either.
  if (!target || !local || !remote) return Promise.resolve(true)
  const core = agent.userAgentCore
  const to = asWritten(target, note.target)
  const message = core.makeOutgoingRequestMessage('BYE', to, local, remote, {
    callId: note.callId,
    cseq: note.sequence + SEQUENCE_LEAP,
    fromTag: note.localTag,
    toTag: note.remoteTag,
    routeSet: [...note.routes],
  })
  return new Promise((resolve) => {
    core.request(message, {
      onAccept: () => {
        resolve(true)
      },
      onReject: ({ message: { statusCode } }) => {
        resolve(!isOwnWord(statusCode))
      },
    })
  })
}

/** 408 and 503 are the library's own words too, for a server that says nothing or cannot be reached. */
export function isOwnWord(status: number | undefined): boolean {
  return status === 408 || status === 503
}
