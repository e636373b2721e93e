import { SessionState } from 'sip.js'
import type { Invitation } from 'sip.js'
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

/** How often the counters are reported. */
const tellMs = 200
/** How long an offer that was refused waits for its next try. */
const againMs = 500

/** What a call of the automatic agent consists of. */
export interface Parts {
  readonly agent: number
  readonly invitation: Invitation
  readonly script: CallScript
  readonly tone: Tone
  readonly film: Film | undefined
  readonly listening: Listening
  /** Undefined until sip.js asked for it. */
  readonly handler: () => MediaHandler | undefined
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
  let ended = false
  /** No offer leaves before the ACK: crossing on the way, it would end the call (RFC 3261 14.1). */
  let acknowledged = false
  let wantsHold = false
  let offering = false
  /** How long the script's own hold lasts: it counts from when the customer is on hold indeed. */
  let holdForMs: number | undefined

  const tell = (): void => {
    const handler = parts.handler()
    parts.tell({
      agent: parts.agent,
      connection: handler?.peer.connectionState ?? 'new',
      received: { ...listening.read(), infoTones },
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
  const answered = (): void => {
    acknowledged = true
    void settleHold()
    if (script.holdAfterMs !== undefined) {
      holdForMs = script.holdForMs
      clock.after(script.holdAfterMs, () => hold(true))
    }
    if (script.byeAfterMs !== undefined) clock.after(script.byeAfterMs, bye)
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
      const tone = toneOf(info.request.body)
      infoTones = (infoTones + tone).slice(-200)
      void (tone === '' ? info.reject({ statusCode: 415 }) : info.accept()).catch(ignore)
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
  void invitation.progress({ statusCode: 180 }).catch(ignore)
  clock.after(script.answerAfterMs, () => {
    if (invitation.state !== SessionState.Initial) return
    // An offer that WebRTC cannot take is refused with 480 by sip.js, which ends the session.
    void invitation.accept().catch(ignore)
  })
  keepTelling()

  return {
    act: (action) => {
      const handler = parts.handler()
      const sender = handler?.peer
        .getTransceivers()
        .find(({ receiver }) => receiver.track.kind === 'video')?.sender
      if (action === 'bye') bye()
      else if (action === 'hold') hold(true)
      else if (action === 'unhold') hold(false)
      else if (action === 'ask-picture') askPicture()
      else if (action === 'silent' || action === 'sounding') {
        void handler?.silence(action === 'silent').catch(ignore)
      } else void sender?.replaceTrack(action === 'video-on' ? (film?.track ?? null) : null)
    },
  }
}
