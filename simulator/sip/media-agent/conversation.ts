import { SessionState } from 'sip.js'
import type { Invitation, Session } from 'sip.js'
import type { Clock } from '../../support/clock.ts'
import { scopedClock } from '../../support/clock.ts'
import { toneOf } from '../calls.ts'
import type { MediaCounters } from '../call.ts'
import type { CallScript } from '../schema.ts'
import type { MediaHandler } from './handler.ts'
import type { Listening } from './listening.ts'
import type { Action } from './protocol.ts'
import type { Film } from './picture.ts'
import type { Tone } from './tone.ts'
import { refer, statusIn } from './transfer.ts'

/** How often the counters are reported. */
const tellMs = 200
/** How long an offer that was refused waits for its next try. */
const againMs = 500
/** The pitch of an announcement: another one than that of each agent. */
const announcementHz = 700

/** What a call of the automatic agent consists of. */
export interface Parts {
  readonly agent: number
  readonly invitation: Invitation
  readonly script: CallScript
  readonly tone: Tone
  /** The agent's own tone in Hz. */
  readonly hz: number
  readonly film: Film | undefined
  readonly listening: Listening
  /** Undefined until sip.js asked for it. */
  readonly handler: () => MediaHandler | undefined
  /** Calls a number as this agent; resolves once it is answered, with undefined if it is not. */
  readonly consult: (number: string) => Promise<Session | undefined>
  readonly sendWholePicture: () => void
  readonly tell: (counters: MediaCounters) => void
  readonly over: () => void
}

export interface Conversation {
  act(action: Action): void
}

const ignore = (): undefined => undefined

/** One call that the automatic agent takes: it rings, answers, and does what the script says. */
export const converse = (parts: Parts, wall: Clock): Conversation => {
  const { invitation, script, tone, film, listening } = parts
  const clock = scopedClock(wall)
  let infoTones = ''
  let pictureRequests = 0
  let ended = false
  /** No offer leaves before the ACK: crossing on the way, it would end the call (RFC 3261 14.1). */
  let acknowledged = false
  /** The customer was put through to a call that has been answered already. */
  const isReplacing = invitation.request.getHeader('replaces') !== undefined
  let wantsHold = false
  let offering = false
  /** How long the script's own hold lasts: it counts from when the customer is on hold indeed. */
  let holdForMs: number | undefined

  const tell = (): void => {
    const handler = parts.handler()
    parts.tell({
      agent: parts.agent,
      connection: handler?.peer.connectionState ?? 'new',
      received: { ...listening.read(), infoTones, pictureRequests },
      sent: { audioFrames: tone.played(), videoFrames: film?.shown() ?? 0 },
      holding: handler?.holding ?? false,
      held: handler?.held ?? false,
    })
  }
  const keepTelling = (): void => {
    tell()
    clock.after(tellMs, keepTelling)
  }
  /** One re-INVITE with what the handler stands for; false when it was refused or did not leave. */
  const offer = (): Promise<boolean> =>
    new Promise((resolve) => {
      const requestDelegate = { onAccept: () => resolve(true), onReject: () => resolve(false) }
      invitation.invite({ requestDelegate }).catch(() => resolve(false))
    })
  /** Offers until the call stands as it is wanted to: one offer at a time, again after a refusal. */
  const settleHold = async (): Promise<void> => {
    const handler = parts.handler()
    if (handler === undefined || offering || handler.holding === wantsHold) return
    if (invitation.state !== SessionState.Established || !acknowledged) return
    offering = true
    handler.holding = wantsHold
    const accepted = await offer()
    offering = false
    if (!accepted) {
      handler.holding = !handler.holding
      clock.after(againMs, () => void settleHold())
      return
    }
    if (handler.holding && holdForMs !== undefined) {
      clock.after(holdForMs, () => hold(false))
      holdForMs = undefined
    }
    void settleHold()
  }
  const hold = (on: boolean): void => {
    wantsHold = on
    void settleHold()
  }
  const bye = (): void => {
    if (invitation.state === SessionState.Established) void invitation.bye().catch(ignore)
  }
  /** As mixers and recorders ask for a whole picture (RFC 5168). */
  const askPicture = (): void => {
    if (invitation.state !== SessionState.Established) return
    const body = {
      contentDisposition: 'render',
      contentType: 'application/media_control+xml',
      content:
        '<?xml version="1.0" encoding="utf-8"?><media_control><vc_primitive><to_encoder>' +
        '<picture_fast_update/></to_encoder></vc_primitive></media_control>',
    }
    void invitation.info({ requestOptions: { body } }).catch(ignore)
  }
  /** As switchboards do it: a customer for whom a colleague is asked first hears nothing meanwhile. */
  const transfer = async (number: string, consults: boolean): Promise<void> => {
    if (invitation.state !== SessionState.Established) return
    if (consults) hold(true)
    const colleague = consults ? await parts.consult(number) : undefined
    const isReached = !consults || colleague !== undefined
    const address = `sip:${number}@${invitation.request.to.uri.host}`
    if (isReached && (await refer(invitation, address, colleague))) return
    hold(false)
    if (colleague?.state === SessionState.Established) void colleague.bye().catch(ignore)
  }
  /** How far the customer has got with a transfer. */
  const transferred = (status: number): void => {
    if (status >= 200 && status < 300) bye()
    else if (status >= 300) hold(false)
  }
  const answered = (): void => {
    acknowledged = true
    void settleHold()
    if (script.holdAfterMs !== undefined) {
      holdForMs = script.holdForMs
      clock.after(script.holdAfterMs, () => hold(true))
    }
    if (script.byeAfterMs !== undefined) clock.after(script.byeAfterMs, bye)
    if (script.askPictureAfterMs !== undefined) clock.after(script.askPictureAfterMs, askPicture)
    if (script.transferAfterMs !== undefined) {
      clock.after(
        script.transferAfterMs,
        () => void transfer(script.transferTo, script.consults).catch(ignore),
      )
    }
  }
  const end = (): void => {
    if (ended) return
    ended = true
    tell()
    clock.cancelAll()
    listening.stop()
    tone.stop()
    film?.stop()
    parts.over()
  }

  invitation.delegate = {
    onInfo: (info) => {
      const { body } = info.request
      const key = toneOf(body)
      infoTones = (infoTones + key).slice(-200)
      const wantsPicture = /<picture_fast_update\b/u.test(body)
      if (wantsPicture) {
        pictureRequests += 1
        parts.sendWholePicture()
      }
      const isKnown = key !== '' || wantsPicture
      void (isKnown ? info.accept() : info.reject({ statusCode: 415 })).catch(ignore)
    },
    onNotify: (notification) => {
      const status = statusIn(notification.request.body)
      void notification.accept().catch(ignore)
      if (status !== undefined) transferred(status)
    },
    onBye: (bye) => void bye.accept().catch(ignore),
    // Each offer of the customer's is acknowledged too.
    onAck: () => {
      if (!acknowledged) answered()
    },
  }
  invitation.stateChange.addListener((state) => {
    if (state === SessionState.Terminated) end()
  })
  if (script.announces) tone.retune(announcementHz)
  // A 183 carries a description, and with it sound.
  void invitation.progress({ statusCode: script.announces ? 183 : 180 }).catch(ignore)
  const answer = (): void => {
    if (invitation.state !== SessionState.Initial) return
    tone.retune(parts.hz)
    // An offer that WebRTC cannot take is refused with 480 by sip.js, which ends the session.
    void invitation.accept().catch(ignore)
  }
  clock.after(isReplacing ? 0 : script.answerAfterMs, answer)
  keepTelling()

  return {
    act: (action) => {
      const handler = parts.handler()
      const sender = handler?.peer
        .getTransceivers()
        .find(({ receiver }) => receiver.track.kind === 'video')?.sender
      if (action.do === 'answer') answer()
      else if (action.do === 'bye') bye()
      else if (action.do === 'hold') hold(true)
      else if (action.do === 'unhold') hold(false)
      else if (action.do === 'ask-picture') askPicture()
      else if (action.do === 'transfer') void transfer(action.to, action.consults).catch(ignore)
      else if (action.do === 'silent' || action.do === 'sounding') {
        void handler?.silence(action.do === 'silent').catch(ignore)
      } else void sender?.replaceTrack(action.do === 'video-on' ? (film?.track ?? null) : null)
    },
  }
}
