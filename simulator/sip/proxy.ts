import type { Clock } from '../support/clock.ts'
import type { Call, Calls } from './calls.ts'
import type { Digest } from './digest.ts'
import type { SipFaults } from './faults.ts'
import { answerTo, composeRequest, digestOf, forwarded, hopsLeft } from './message.ts'
import { readMessage, returned } from './message.ts'
import type { SipMessage, SipRequest, SipResponse } from './message.ts'
import type { Registrar } from './registrar.ts'
import type { SipFault } from './schema.ts'

/** One WebSocket, as the proxy sees it. */
export interface Connection {
  readonly id: number
  send(text: string): void
  /** Cuts it without a farewell. */
  cut(): void
}

export interface ProxyCounters {
  received: number
  sent: number
  /** Frames that were no SIP message and could not be answered. */
  garbage: number
  /** Messages for a user who is not connected. */
  undeliverable: number
}

/** Where a new call goes: to a contact, or an answer of the centre's own. */
export type Route =
  | {
      readonly to: 'contact'
      readonly uri: string
      readonly sentBy: string
    }
  | { readonly to: 'answer'; readonly status: number }
  | { readonly to: 'ring' }
  | { readonly to: 'nowhere' }

export interface Proxy {
  receive(connection: Connection, text: string): void
  gone(connection: Connection): void
  /** Ends an established call with a BYE of the centre's own. False when it is not established. */
  bye(call: Call, to: 'caller' | 'callee' | 'both'): boolean
  /** Refuses a call that is not answered yet. */
  refuse(call: Call, status: number): void
  /** The connections under which a user is known, by registration or by its calls. */
  connectionsOf(user: string): readonly Connection[]
  readonly counters: Readonly<ProxyCounters>
}

interface Deps {
  readonly clock: Clock
  readonly host: string
  readonly registrar: Registrar
  readonly calls: Calls
  readonly faults: SipFaults
  /** Undefined if no authentication is required. */
  readonly digest: () => Digest | undefined
  /** Milliseconds until an unanswered call gets 408; 0 for never. */
  readonly ringMs: () => number
  /** Milliseconds until calls of a client that lost its WebSocket and did not come back end; 0 for never. */
  readonly lostMs: () => number
  /** Sets the call's agent. May take its time: the automatic agent has to be started first. */
  readonly route: (call: Call) => Route | Promise<Route>
  readonly pilotName: (number: string) => string
  /** Refuses new connections for a while. */
  readonly down: (ms: number) => void
}

/**
 * A proxy without memory of transactions (RFC 3261 16.11): requests inside a dialog and responses are
 * routed by the Via host that a user agent keeps for its life, and each request tells under which
 * WebSocket that host is reached now. So a client that reconnects loses no call.
 */
export const createProxy = (deps: Deps): Proxy => {
  const { clock, host, registrar, calls, faults } = deps
  const reach = new Map<string, Connection>()
  const users = new Map<string, Set<string>>()
  /** Who lost its WebSocket, with the one that was lost. */
  const lost = new Map<string, Connection>()
  const counters: ProxyCounters = { received: 0, sent: 0, garbage: 0, undeliverable: 0 }

  const send = (connection: Connection, text: string): void => {
    counters.sent += 1
    connection.send(text)
  }
  const reply = (
    connection: Connection,
    request: SipRequest,
    status: number,
    headers: readonly string[] = [],
  ): void => {
    // A client that reconnected meanwhile is answered where it is now.
    send(reach.get(request.sentBy) ?? connection, answerTo(request, status, { headers }))
  }
  const deliver = (sentBy: string, text: string): boolean => {
    const connection = reach.get(sentBy)
    if (connection === undefined) counters.undeliverable += 1
    else send(connection, text)
    return connection !== undefined
  }

  /** Answers a call itself; what it answered becomes the call's status. */
  const answer = (connection: Connection, call: Call, status: number): void => {
    // An answer that rings begins a dialog, and a dialog needs a contact.
    const contact = `Contact: <sip:${call.invite.target.user}@${host};transport=ws>`
    reply(connection, call.invite, status, status === 180 ? [contact] : [])
    call.status = status
    call.messages.push({ at: clock.now(), by: 'centre', what: `${status} INVITE` })
    if (status >= 300) calls.step(call, 'end', 'centre')
    else if (status > 100) calls.step(call, 'ring')
  }
  const giveUp = (connection: Connection, call: Call): void => {
    if (call.state !== 'calling' && call.state !== 'ringing') return
    if (call.target === undefined) {
      answer(connection, call, 408)
      return
    }
    call.timedOut = true
    const { invite, target } = call
    const branch = digestOf(invite.branch, invite.sentBy, invite.callId)
    const { from, to, callId, cseq } = invite
    const parts = { method: 'CANCEL', target, proxyHost: host, branch, callId, cseq }
    deliver(call.callee.sentBy ?? '', composeRequest({ ...parts, from, to: { ...to, tag: '' } }))
  }
  const dispatch = (connection: Connection, call: Call, route: Route): void => {
    if (call.state === 'ended') return
    switch (route.to) {
      case 'contact':
        call.target = route.uri
        call.callee.sentBy = route.sentBy
        call.callee.contact = route.uri
        if (!deliver(route.sentBy, forwarded(call.invite, host, route.uri))) {
          answer(connection, call, 480)
        }
        break
      case 'answer':
        answer(connection, call, route.status)
        break
      case 'ring':
        answer(connection, call, 180)
        break
      case 'nowhere':
        call.silent = true
        break
    }
  }

  const invite = (connection: Connection, request: SipRequest): void => {
    const known = calls.find(request.callId)
    if (known !== undefined && known.state !== 'ended' && known.invite.branch === request.branch) {
      return
    }
    const call = calls.open(request, deps.pilotName(request.target.user))
    calls.observe(request, request.sentBy)
    const ringMs = deps.ringMs()
    if (ringMs > 0) clock.after(ringMs, () => giveUp(connection, call))
    const route = deps.route(call)
    if (!(route instanceof Promise)) {
      if (route.to === 'contact') reply(connection, request, 100)
      dispatch(connection, call, route)
      return
    }
    reply(connection, request, 100)
    void route.then((found) => dispatch(connection, call, found))
  }

  const cancel = (connection: Connection, request: SipRequest): void => {
    const call = calls.find(request.callId)
    if (call === undefined || call.invite.branch !== request.branch) {
      reply(connection, request, 481)
      return
    }
    calls.observe(request, request.sentBy)
    if (call.state === 'ended' || call.state === 'established') {
      reply(connection, request, 200)
      return
    }
    if (call.silent) return
    call.endedBy = 'caller'
    if (call.target === undefined) {
      reply(connection, request, 200)
      reply(connection, call.invite, 487)
      call.status = 487
      calls.step(call, 'end', 'caller')
      return
    }
    if (!deliver(call.callee.sentBy ?? '', forwarded(request, host, call.target))) {
      reply(connection, request, 200)
      answer(connection, call, 487)
    }
  }

  const withinDialog = (connection: Connection, request: SipRequest): void => {
    const call = calls.observe(request, request.sentBy)
    if (call !== undefined && request.method === 'ACK') forceBye(call)
    const other = call === undefined ? undefined : otherLeg(call, request)
    const direct = reach.has(request.target.host) ? request.target.host : other
    if (direct !== undefined && deliver(direct, forwarded(request, host))) return
    if (request.method === 'ACK') return
    if (direct === undefined) counters.undeliverable += 1
    reply(connection, request, call === undefined ? 481 : 480)
  }
  /** After the ACK: BYE is not allowed before (RFC 3261 15). */
  const forceBye = (call: Call): void => {
    if (call.acknowledged || call.state !== 'established') return
    call.acknowledged = true
    const forced = faults.takeBye(call.caller.party.user)
    if (forced !== undefined) clock.after(forced.afterMs, () => bye(call, forced.to))
  }
  const otherLeg = (call: Call, request: SipRequest): string | undefined =>
    request.from.tag === call.caller.party.tag ? call.callee.sentBy : call.caller.sentBy

  const ack = (request: SipRequest): void => {
    const call = calls.observe(request, request.sentBy)
    // The ACK to a refusal has the INVITE's branch and goes where that went, if it went anywhere.
    if (call?.target === undefined || call.invite.branch !== request.branch) return
    if (call.callee.sentBy !== undefined) {
      deliver(call.callee.sentBy, forwarded(request, host, call.target))
    }
  }

  const outOfDialog = (connection: Connection, request: SipRequest): void => {
    if (request.method === 'OPTIONS' && !registrar.find(request.target.user).length) {
      reply(connection, request, 200, ['Allow: INVITE, ACK, BYE, CANCEL, INFO, OPTIONS, REGISTER'])
      return
    }
    const verdict = deps.digest()?.check(request)
    if (verdict?.ok === false) {
      reply(connection, request, verdict.status, verdict.headers)
      return
    }
    if (request.method === 'REGISTER') {
      if (verdict !== undefined && verdict.user !== request.to.user) {
        reply(connection, request, 403)
        return
      }
      const { status, headers } = registrar.register(request)
      reply(connection, request, status, headers)
      return
    }
    if (request.method === 'INVITE') {
      invite(connection, request)
      return
    }
    const [binding] = registrar.find(request.target.user)
    if (binding === undefined) reply(connection, request, 404)
    else if (!deliver(binding.sentBy, forwarded(request, host, binding.contact))) {
      reply(connection, request, 480)
    }
  }

  const takeRequest = (connection: Connection, request: SipRequest): void => {
    if (request.method === 'CANCEL') cancel(connection, request)
    else if (
      request.method === 'ACK' &&
      request.branch === calls.find(request.callId)?.invite.branch
    ) {
      ack(request)
    } else if (!(hopsLeft(request) > 0)) {
      if (request.method !== 'ACK') reply(connection, request, 483)
    } else if (request.to.tag !== '') withinDialog(connection, request)
    else if (request.method !== 'ACK') outOfDialog(connection, request)
  }

  const takeResponse = (response: SipResponse): void => {
    // Only what we forwarded comes back to us; an answer to our own BYE has no Via left below.
    if (response.sentBy !== host) {
      counters.undeliverable += 1
      return
    }
    const known = calls.find(response.callId)
    const late = known?.timedOut === true && response.status === 487
    const seen: SipResponse = late
      ? { ...response, status: 408, reason: 'Request Timeout' }
      : response
    const back = returned(seen)
    if (back === undefined) return
    const before = known?.state
    calls.observe(seen, undefined)
    // We have already sent 100 to the caller (RFC 3261 16.7).
    if (seen.status > 100 || before === 'established') deliver(back.sentBy, back.text)
  }

  const refuse = (
    connection: Connection,
    request: Extract<SipMessage, { kind: 'request' }>,
    { answer: status, reason }: Extract<SipFault, { kind: 'status' }>,
  ): void => {
    send(connection, answerTo(request, status, reason === '' ? {} : { reason }))
    if (request.method !== 'INVITE' || request.to.tag !== '') return
    const call = calls.open(request, deps.pilotName(request.target.user))
    calls.observe(request, request.sentBy)
    call.status = status
    calls.step(call, 'end', 'centre')
  }

  /** Lets faults strike; true when the message has gone its way already, or none at all. */
  const strike = (
    connection: Connection,
    message: SipMessage,
    struck: readonly SipFault[],
    go: () => void,
  ): boolean => {
    let wait = 0
    for (const fault of struck) {
      switch (fault.kind) {
        case 'swallow':
          return true
        case 'cut':
          connection.cut()
          deps.down(fault.downMs)
          return true
        case 'status':
          if (message.kind !== 'request' || message.method === 'ACK') break
          refuse(connection, message, fault)
          return true
        case 'delay':
          wait += fault.ms
          break
        // Strikes a call once it is answered, no message.
        case 'bye':
          break
      }
    }
    if (wait > 0) clock.after(wait, go)
    return wait > 0
  }

  function bye(call: Call, to: 'caller' | 'callee' | 'both'): boolean {
    if (call.state !== 'established') return false
    const legs = [
      ['caller', call.caller, call.callee],
      ['callee', call.callee, call.caller],
    ] as const
    for (const [side, leg, other] of legs) {
      if ((to !== 'both' && to !== side) || leg.contact === undefined) continue
      other.cseq += 1
      const text = composeRequest({
        method: 'BYE',
        target: leg.contact,
        proxyHost: host,
        branch: digestOf('bye', call.id, side, String(other.cseq)),
        from: other.party,
        to: leg.party,
        callId: call.id,
        cseq: other.cseq,
      })
      call.messages.push({ at: clock.now(), by: 'centre', what: `BYE to the ${side}` })
      deliver(leg.sentBy ?? '', text)
    }
    calls.step(call, 'end', 'centre')
    return true
  }

  /** As a session timer that runs out (RFC 4028): the side that is left hears of the end. */
  const lose = (connection: Connection, sentBy: string): void => {
    for (const call of calls.list()) {
      const isCaller = call.caller.sentBy === sentBy
      if (call.state === 'ended' || (!isCaller && call.callee.sentBy !== sentBy)) continue
      if (call.state === 'established') bye(call, isCaller ? 'callee' : 'caller')
      else if (isCaller) giveUp(connection, call)
      else answer(reach.get(call.invite.sentBy) ?? connection, call, 480)
    }
  }
  /** A client that reconnects may be lost again: its time then restarts. */
  const watch = (connection: Connection, sentBy: string): void => {
    const lostMs = deps.lostMs()
    if (lostMs <= 0) return
    lost.set(sentBy, connection)
    clock.after(lostMs, () => {
      if (lost.get(sentBy) !== connection) return
      lost.delete(sentBy)
      lose(connection, sentBy)
    })
  }

  const learn = (connection: Connection, request: SipRequest): void => {
    reach.set(request.sentBy, connection)
    lost.delete(request.sentBy)
    const hosts = users.get(request.from.user) ?? new Set()
    users.set(request.from.user, hosts.add(request.sentBy))
  }

  return {
    counters,
    bye,
    refuse: (call, status) => {
      const connection = reach.get(call.invite.sentBy)
      if (connection !== undefined) answer(connection, call, status)
    },
    receive: (connection, text) => {
      if (/^(?:\r\n)+$/.test(text)) {
        // RFC 5626 3.5.1: a pair of line ends asks whether we are there, one line end says so.
        if (text === '\r\n\r\n') connection.send('\r\n')
        return
      }
      counters.received += 1
      const reading = readMessage(text)
      if (!reading.ok) {
        if (reading.refusal === undefined) counters.garbage += 1
        else send(connection, reading.refusal)
        return
      }
      const { message } = reading
      if (message.kind === 'request') learn(connection, message)
      const go = (): void => {
        if (message.kind === 'request') takeRequest(connection, message)
        else takeResponse(message)
      }
      if (!strike(connection, message, faults.take(message), go)) go()
    },
    gone: (connection) => {
      for (const [sentBy, known] of reach) {
        if (known !== connection) continue
        reach.delete(sentBy)
        watch(connection, sentBy)
      }
      for (const [user, hosts] of users) {
        for (const sentBy of hosts) if (!reach.has(sentBy)) hosts.delete(sentBy)
        if (hosts.size === 0) users.delete(user)
      }
    },
    connectionsOf: (user) =>
      [...(users.get(user) ?? [])].flatMap((sentBy) => reach.get(sentBy) ?? []),
  }
}
