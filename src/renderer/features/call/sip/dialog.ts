import { Core, SessionState, type Inviter, type Session, type UserAgent } from 'sip.js'
import { within } from '../clock.ts'
import type { CallGrant } from '../../../../contract/call.ts'
import type { CallTarget, Dialog, DialogEvents, Line, Negotiated, Progress } from '../line.ts'
import { isSdp } from '../peer-handler.ts'
import type { PhoneOptions } from '../phone-api.ts'
import { noteOf } from './dialog-note.ts'
import { meaningOfInfo, PICTURE_WISH } from './media-control.ts'
import { readReferral } from './refer.ts'
import { isOwnWord } from './requests.ts'
import { longerSession, redirectionsOf } from './targets.ts'

/** BYE and CANCEL are answered within this time, or the connection is dead, milliseconds. */
const ANSWER_MS = 4000

/** What is done within a call. */
export function allowedIn({ transferHosts }: CallGrant): string {
  const methods = ['ACK', 'BYE', 'CANCEL', 'INFO', 'INVITE', 'OPTIONS']
  return `Allow: ${[...methods, ...(transferHosts.length > 0 ? ['REFER'] : [])].join(', ')}`
}

interface DialogParts extends PhoneOptions {
  readonly agent: UserAgent
  readonly line: Pick<Line, 'open'>
  readonly session: Inviter
  /** Who is called. */
  readonly to: CallTarget
  readonly on: DialogEvents
}

/** One session of the library as a `Dialog`; `forget` runs when it is over. */
export function dialogOf(
  { agent, line, session, on, clock, grant, to }: DialogParts,
  forget: () => void,
): Dialog {
  let status: number | undefined
  let isBye = false
  let isOver = false
  let isUnusable = false
  let redirections: readonly CallTarget[] = []
  /** A negotiation without an answer yet. */
  let question: Core.OutgoingRequestMessage | undefined

  function over(): void {
    if (isOver) return
    isOver = true
    on.onOver({ isBye, isUnusable, redirections, ...(status === undefined ? {} : { status }) })
  }

  session.delegate = {
    onBye: (bye) => {
      isBye = true
      // With a delegate the answer is ours to give; without one the other side repeats the question.
      bye.accept().catch(() => undefined)
    },
    onInvite: on.onChanged,
    onInfo: (info) => {
      const meaning = meaningOfInfo(info.request)
      if (meaning === 'picture') on.onPictureWanted()
      const answer = meaning === 'unknown' ? info.reject({ statusCode: 415 }) : info.accept()
      answer.catch(() => undefined)
    },
    // Without a delegate the library follows a transfer by itself: any number that the other side names would be called.
    onRefer: (referral) => {
      const hosts = grant.transferHosts
      const transfer = readReferral(referral, { agent, session, clock, hosts })
      if (transfer !== undefined) on.onTransfer(transfer)
    },
    // We do not show messages, but the library would confirm them: tell the sender that it was not read.
    onMessage: (message) => {
      message.reject({ statusCode: 405, extraHeaders: [allowedIn(grant)] }).catch(() => undefined)
    },
  }
  session.stateChange.addListener((state) => {
    if (state === SessionState.Established) on.onEstablished()
    if (state !== SessionState.Terminated) return
    forget()
    // The library tells the state first and the reason afterwards: one turn later both are known.
    clock.after(0, over)
  })

  return {
    get state() {
      switch (session.state) {
        case SessionState.Initial:
        case SessionState.Establishing:
          return 'beginning'
        case SessionState.Established:
          return 'established'
        default:
          return 'over'
      }
    },
    get note() {
      // The library's own type for it does not name the way there.
      return session.dialog instanceof Core.Dialog ? noteOf(session.dialog) : undefined
    },
    async invite() {
      try {
        await session.invite({
          requestDelegate: {
            onTrying: on.onTrying,
            onProgress: ({ message }) => {
              on.onProgress(progressOf(message))
            },
            // The library hangs up on an answer that it cannot use, and tells of it afterwards.
            onAccept: () => {
              isUnusable = session.state === SessionState.Terminated && !isBye
            },
            onReject: ({ message }) => {
              status = message.statusCode
              if (status === 422) redirections = longerSession(message, to)
            },
            onRedirect: ({ message }) => {
              status = message.statusCode
              redirections = redirectionsOf(message, grant.transferHosts, to.address)
            },
          },
        })
      } catch {
        over()
      }
    },
    repeat() {
      const isFirst = isBeginning(session.state)
      const open = isFirst ? session.request : question
      if (open) agent.transport.send(open.toString()).catch(() => undefined)
    },
    async negotiate() {
      const answer = await negotiated(session, (asked) => {
        question = asked
      })
      question = undefined
      return answer
    },
    sendDigit: (digit) => {
      void said(session, 'application/dtmf-relay', `Signal=${digit}\r\nDuration=160`)
    },
    askPicture: () => said(session, PICTURE_WISH.type, PICTURE_WISH.body),
    async leave() {
      try {
        if (session.state === SessionState.Established) return await saidBye(session, clock)
        if (!isBeginning(session.state)) return true
        const ended = new Promise<true>((resolve) => {
          session.stateChange.addListener((state) => {
            if (state === SessionState.Terminated) resolve(true)
          })
        })
        await session.cancel()
        return await within(clock, ANSWER_MS, ended, false)
      } catch {
        // It ended by itself in between.
        return true
      }
    },
    async cancelAgain() {
      await line.open().catch(() => undefined)
      const { ruri, fromURI, toURI, fromTag, callId, cseq, branch } = session.request
      const core = agent.userAgentCore
      const parts = { callId, cseq, fromTag }
      const message = core.makeOutgoingRequestMessage('CANCEL', ruri, fromURI, toURI, parts)
      message.branch = branch
      if (agent.isConnected()) core.request(message)
    },
  }
}

function progressOf(message: Core.IncomingResponseMessage): Progress {
  const { statusCode = 180, toTag, body } = message
  const type = message.getHeader('Content-Type') ?? ''
  const kind = message.getHeader('Content-Disposition') ?? 'session'
  const isPlayed = isSdp(type) && /^session\b/iu.test(kind) && body !== ''
  return { status: statusCode, fork: toTag, ...(isPlayed ? { sdp: body } : {}) }
}

/** Says something by INFO; whether the other side took it. */
function said(session: Session, contentType: string, content: string): Promise<boolean> {
  const body = { contentDisposition: 'render', contentType, content }
  return new Promise((resolve) => {
    const requestDelegate = {
      onAccept: () => {
        resolve(true)
      },
      onReject: () => {
        resolve(false)
      },
    }
    session.info({ requestDelegate, requestOptions: { body } }).catch(() => {
      resolve(false)
    })
  })
}

/** Whether anybody answered the BYE. */
function saidBye(session: Session, clock: PhoneOptions['clock']): Promise<boolean> {
  const answered = new Promise<boolean>((resolve, reject) => {
    const requestDelegate = {
      onAccept: () => {
        resolve(true)
      },
      onReject: ({ message }: { message: { statusCode?: number | undefined } }) => {
        resolve(!isOwnWord(message.statusCode))
      },
    }
    session.bye({ requestDelegate }).catch(reject)
  })
  return within(clock, ANSWER_MS, answered, false)
}

function isBeginning(state: SessionState): boolean {
  return state === SessionState.Initial || state === SessionState.Establishing
}

function negotiated(
  session: Session,
  onSent: (message: Core.OutgoingRequestMessage) => void,
): Promise<Negotiated> {
  return new Promise((resolve) => {
    session
      .invite({
        requestDelegate: {
          onAccept: () => {
            resolve('agreed')
          },
          onReject: ({ message }) => {
            resolve(meaningOf(message.statusCode))
          },
        },
      })
      .then(({ message }) => {
        onSent(message)
      })
      .catch(() => {
        resolve('busy')
      })
  })
}

function meaningOf(status: number | undefined): Negotiated {
  switch (status) {
    case 481:
      return 'gone'
    case 408:
      return 'silent'
    // 491: both sides asked at once. 500: a question was still open.
    case 491:
    case 500:
      return 'busy'
    default:
      return 'refused'
  }
}
