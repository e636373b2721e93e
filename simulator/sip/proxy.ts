import type { Clock } from '../support/clock.ts'
import { createCallControl } from './call-control.ts'
import type { Route } from './call-route.ts'
import type { Call, Calls } from './calls.ts'
import type { Digest } from './digest.ts'
import type { SipFaults } from './faults.ts'
import { answerTo, forwarded, hopsLeft, readMessage, returned } from './message.ts'
import type { SipRequest, SipResponse } from './message.ts'
import { createReach } from './reach.ts'
import type { Connection } from './reach.ts'
import type { Registrar } from './registrar.ts'
import { createStrike } from './strike.ts'

export interface ProxyCounters {
  received: number
  sent: number
  /** Frames that were no SIP message and could not be answered. */
  garbage: number
  /** Messages for a user who is not connected. */
  undeliverable: number
}

export interface Proxy {
  receive(connection: Connection, text: string): void
  gone(connection: Connection): void
  /** Ends an established call with a BYE of the centre's own. False when it is not established. */
  bye(call: Call, to: 'caller' | 'callee' | 'both'): boolean
  /** Answers a call, provisionally or for good, that nobody has answered yet. */
  answer(call: Call, status: number): void
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
  const reach = createReach({
    clock,
    lostMs: deps.lostMs,
    lost: (connection, sentBy) => control.lose(connection, sentBy),
  })
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
    send(reach.at(request.sentBy) ?? connection, answerTo(request, status, { headers }))
  }
  const deliver = (sentBy: string, text: string): boolean => {
    const connection = reach.at(sentBy)
    if (connection === undefined) counters.undeliverable += 1
    else send(connection, text)
    return connection !== undefined
  }

  const control = createCallControl({
    clock,
    host,
    calls,
    reply,
    deliver,
    at: (sentBy) => reach.at(sentBy),
  })
  const { answer, bye, giveUp } = control
  const strike = createStrike({ clock, calls, pilotName: deps.pilotName, send, down: deps.down })

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
        answer(connection, call, route.status, route.headers)
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
    const direct = reach.at(request.target.host) !== undefined ? request.target.host : other
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
      reply(connection, request, 200, [
        'Allow: INVITE, ACK, BYE, CANCEL, INFO, OPTIONS, REFER, NOTIFY, REGISTER',
      ])
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
    const isBare = known?.ringingContact === false && seen.status < 200
    const back = returned(seen, isBare ? ['contact'] : [])
    if (back === undefined) return
    const before = known?.state
    calls.observe(seen, undefined)
    // We have already sent 100 to the caller (RFC 3261 16.7).
    if (seen.status > 100 || before === 'established') deliver(back.sentBy, back.text)
  }

  return {
    counters,
    bye,
    answer: (call, status) => {
      const connection = reach.at(call.invite.sentBy)
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
      if (message.kind === 'request') reach.learn(connection, message)
      const go = (): void => {
        if (message.kind === 'request') takeRequest(connection, message)
        else takeResponse(message)
      }
      if (!strike(connection, message, faults.take(message), go)) go()
    },
    gone: reach.gone,
    connectionsOf: reach.connectionsOf,
  }
}
