import type { Clock } from '../support/clock.ts'
import { transition } from './call.ts'
import type { CallState, CallStep, CallView, MediaCounters, Side } from './call.ts'
import { contactOf, headerOf } from './message.ts'
import type { Party, SipMessage, SipRequest } from './message.ts'

/** One leg's share of a call: what a request to it needs. */
export interface Leg {
  party: Party
  contact: string | undefined
  /** The Via host under which it can be reached. */
  sentBy: string | undefined
  /** The highest CSeq of its own requests. */
  cseq: number
}

export interface Call {
  readonly id: string
  readonly invite: SipRequest
  readonly pilotName: string
  readonly caller: Leg
  readonly callee: Leg
  readonly startedAt: number
  readonly messages: { at: number; by: Side | 'centre'; what: string }[]
  state: CallState
  status: number
  /** The Request-URI that the INVITE went on with; undefined where the centre answers itself. */
  target: string | undefined
  agent: string | undefined
  /** The centre gave up waiting: the 487 of the callee becomes a 408. */
  timedOut: boolean
  /** The centre answers nothing at all. */
  silent: boolean
  /** Whether the caller sees the Contact of provisional answers. */
  ringingContact: boolean
  acknowledged: boolean
  ringingAt: number | undefined
  answeredAt: number | undefined
  endedAt: number | undefined
  endedBy: Side | 'centre' | undefined
  heldBy: Side | undefined
  video: boolean
  tones: string
}

export interface Calls {
  /** Notes the INVITE of a new call. */
  open(invite: SipRequest, pilotName: string): Call
  find(id: string): Call | undefined
  /** The latest first. */
  list(): readonly Call[]
  /** Takes a step where it is possible, and says whether it was. */
  step(call: Call, step: CallStep, by?: Side | 'centre'): boolean
  /** Learns from a message that passes: tags, contacts, CSeq, hold, keys, the end. */
  observe(message: SipMessage, sentBy: string | undefined): Call | undefined
  /** Calls that are not over and that this device has. */
  openOf(agent: string, sentBy: string): readonly Call[]
  /** When an agent's last call ended, 0 for never. */
  lastOf(agent: string): number
  media(id: string, counters: MediaCounters): void
  view(call: Call): CallView
}

const mostCalls = 500
const mostMessages = 200
const mostTones = 200

const iso = (ms: number | undefined): string | null =>
  ms === undefined ? null : new Date(ms).toISOString()

/** The key in the body of an INFO (application/dtmf-relay or application/dtmf), or ''. */
export const toneOf = (body: string): string =>
  /^\s*(?:Signal\s*=\s*)?([0-9*#A-D])\s*(?:\r?\n|$)/i.exec(body)?.[1]?.toUpperCase() ?? ''

/** Which way media flows by an SDP, and whether it has a picture. */
const directionOf = (sdp: string): { holds: boolean; video: boolean } => {
  const [session = '', ...media] = sdp.split(/\r?\nm=/)
  const directions = media.map(
    (part) => /a=(sendrecv|sendonly|recvonly|inactive)/.exec(part)?.[1] ?? 'sendrecv',
  )
  const overall = /a=(sendonly|inactive)/.exec(session)?.[1]
  const audio = media.findIndex((part) => part.startsWith('audio'))
  const picture = media.find((part) => part.startsWith('video'))
  const direction = overall ?? directions[audio] ?? 'sendrecv'
  return {
    holds: direction === 'sendonly' || direction === 'inactive',
    video: picture !== undefined && !/^video 0 /.test(picture),
  }
}

/** The calls of a centre, the latest five hundred. It only records: no message waits for it. */
export const createCalls = (clock: Clock, changed: (call: Call) => void): Calls => {
  const calls = new Map<string, Call>()
  const counters = new Map<string, MediaCounters>()
  const lastEnded = new Map<string, number>()

  const note = (call: Call, by: Side | 'centre', what: string): void => {
    if (call.messages.length < mostMessages) call.messages.push({ at: clock.now(), by, what })
  }
  const step: Calls['step'] = (call, name, by) => {
    const next = transition(call.state, name)
    if (next === undefined) return false
    const now = clock.now()
    call.state = next
    if (name === 'ring') call.ringingAt ??= now
    if (name === 'answer') call.answeredAt = now
    if (name === 'end') {
      call.endedAt = now
      call.endedBy = by
      if (call.agent !== undefined) lastEnded.set(call.agent, now)
    }
    return true
  }
  const sideOf = (call: Call, message: SipMessage): Side =>
    message.from.tag === call.caller.party.tag ? 'caller' : 'callee'
  const learnOffer = (call: Call, side: Side, message: SipMessage): void => {
    if (!/application\/sdp/i.test(headerOf(message, 'content-type') ?? '')) return
    const { holds, video } = directionOf(message.body)
    if (message.kind === 'request') {
      if (holds) call.heldBy = side
      else if (call.heldBy === side) call.heldBy = undefined
    }
    call.video = video
  }

  const observeRequest = (call: Call, message: SipMessage, sentBy: string | undefined): void => {
    const side = sideOf(call, message)
    const leg = side === 'caller' ? call.caller : call.callee
    note(call, side, message.method)
    leg.cseq = Math.max(leg.cseq, message.cseq)
    leg.sentBy = sentBy ?? leg.sentBy
    leg.contact = contactOf(message) ?? leg.contact
    if (message.method === 'INVITE') learnOffer(call, side, message)
    if (message.method === 'INFO') {
      call.tones = (call.tones + toneOf(message.body)).slice(-mostTones)
    }
    if (message.method === 'BYE') step(call, 'end', side)
  }
  const observeResponse = (call: Call, message: SipMessage & { kind: 'response' }): void => {
    // The From of a response is that of its request: the other side speaks.
    const side = sideOf(call, message) === 'caller' ? 'callee' : 'caller'
    const leg = side === 'caller' ? call.caller : call.callee
    note(call, side, `${message.status} ${message.method}`)
    if (message.method !== 'INVITE') return
    if (message.status > 100 && message.status < 300) {
      leg.contact = contactOf(message) ?? leg.contact
      learnOffer(call, side, message)
    }
    if (side === 'caller' || call.state === 'established' || call.state === 'ended') return
    call.status = message.status
    if (message.status > 100 && message.status < 200) step(call, 'ring')
    if (message.status >= 200 && message.status < 300) {
      call.callee.party = message.to
      step(call, 'answer')
    }
    if (message.status >= 300) step(call, 'end', call.endedBy ?? 'callee')
  }

  return {
    open: (invite, pilotName) => {
      const leg = (party: Party): Leg => ({
        party,
        contact: undefined,
        sentBy: undefined,
        cseq: 0,
      })
      const call: Call = {
        id: invite.callId,
        invite,
        pilotName,
        caller: { ...leg(invite.from), contact: contactOf(invite), sentBy: invite.sentBy },
        callee: leg(invite.to),
        startedAt: clock.now(),
        messages: [],
        state: 'calling',
        status: 0,
        target: undefined,
        agent: undefined,
        timedOut: false,
        silent: false,
        ringingContact: true,
        acknowledged: false,
        ringingAt: undefined,
        answeredAt: undefined,
        endedAt: undefined,
        endedBy: undefined,
        heldBy: undefined,
        video: false,
        tones: '',
      }
      calls.delete(call.id)
      counters.delete(call.id)
      calls.set(call.id, call)
      for (const id of calls.keys()) {
        if (calls.size <= mostCalls) break
        calls.delete(id)
        counters.delete(id)
      }
      return call
    },
    find: (id) => calls.get(id),
    list: () => [...calls.values()].reverse(),
    step: (call, name, by) => {
      const taken = step(call, name, by)
      if (taken) changed(call)
      return taken
    },
    observe: (message, sentBy) => {
      const call = calls.get(message.callId)
      if (call === undefined) return undefined
      if (message.kind === 'request') observeRequest(call, message, sentBy)
      else observeResponse(call, message)
      changed(call)
      return call
    },
    openOf: (agent, sentBy) =>
      [...calls.values()].filter(
        (call) =>
          call.agent === agent &&
          call.state !== 'ended' &&
          (call.callee.sentBy === undefined || call.callee.sentBy === sentBy),
      ),
    lastOf: (agent) => lastEnded.get(agent) ?? 0,
    media: (id, given) => {
      const call = calls.get(id)
      if (call === undefined) return
      counters.set(id, given)
      changed(call)
    },
    view: (call) => ({
      id: call.id,
      caller: call.caller.party.user,
      pilot: call.invite.target.user,
      pilotName: call.pilotName,
      agent: call.agent ?? null,
      state: call.state,
      status: call.status,
      startedAt: new Date(call.startedAt).toISOString(),
      ringingAt: iso(call.ringingAt),
      answeredAt: iso(call.answeredAt),
      endedAt: iso(call.endedAt),
      endedBy: call.endedBy ?? null,
      heldBy: call.heldBy ?? null,
      tones: call.tones,
      contactData: Object.fromEntries(
        call.invite.headers
          .filter(({ name }) => name.startsWith('x-'))
          .map(({ name, value }) => [name, value]),
      ),
      video: call.video,
      messages: call.messages.map((message) => ({
        ...message,
        at: new Date(message.at).toISOString(),
      })),
      media: counters.get(call.id) ?? null,
    }),
  }
}
