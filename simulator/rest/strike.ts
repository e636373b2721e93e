import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Fault } from '../faults/schema.ts'
import { sleep } from '../support/clock.ts'
import type { RestContext } from './context.ts'
import { authorization } from './guards.ts'

/** Closes the connection so that the other side sees a reset, not an end. */
const reset = (request: FastifyRequest): void => {
  const { socket } = request.raw
  if ('resetAndDestroy' in socket && !('encrypted' in socket)) socket.resetAndDestroy()
  else socket.destroy()
}

const portal =
  '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1>' +
  '<form><input name="user"><input name="password" type="password"></form></body></html>'

/** What Tomcat itself answers where no application is deployed. */
const noApplication =
  '<!doctype html><html lang="en"><head><title>HTTP Status 404 – Not Found</title></head><body>' +
  '<h1>HTTP Status 404 – Not Found</h1><hr class="line" /><p><b>Type</b> Status Report</p>' +
  '<p><b>Description</b> The origin server did not find a current representation for the target ' +
  'resource or is not willing to disclose that one exists.</p><hr class="line" /></body></html>'

export const sendAway = (request: FastifyRequest, reply: FastifyReply): void => {
  if (request.entry !== undefined) request.entry.reason = 'the application is away'
  reply
    .code(404)
    .headers({ 'content-type': 'text/html;charset=utf-8', 'content-language': 'en' })
    .send(noApplication)
}

const sendStatus = (reply: FastifyReply, fault: Extract<Fault, { kind: 'status' }>): void => {
  if (fault.retryAfter !== undefined) reply.header('retry-after', String(fault.retryAfter))
  if (fault.contentType !== undefined) reply.header('content-type', fault.contentType)
  reply.code(fault.status).send(fault.body === '' ? undefined : fault.body)
}

/**
 * Does what the faults of a request do before it has an effect. `on`: the request goes on to the
 * operation; `answered`: it has been answered; `taken`: it never will be.
 */
export const strikeBefore = async (
  context: RestContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<'on' | 'answered' | 'taken'> => {
  for (const fault of request.struck) {
    switch (fault.kind) {
      case 'delay':
        if (fault.at === 'before') await sleep(context.clock, fault.ms)
        break
      case 'token-revoked':
        context.tokens.revoke(authorization(request)?.value ?? '')
        break
      case 'clock-skew':
        reply.header('date', new Date(context.clock.now() + fault.ms).toUTCString())
        break
      case 'reset':
        if (fault.at === 'after') break
        reply.hijack()
        reset(request)
        return 'taken'
      case 'hang':
        if (fault.at === 'after') break
        reply.hijack()
        return 'taken'
      case 'status':
        if (fault.at === 'after') break
        sendStatus(reply, fault)
        return 'answered'
      case 'application-away':
        if (!fault.keepTokens) context.tokens.revokeAll()
        context.link.leave(fault.ms)
        sendAway(request, reply)
        return 'answered'
      case 'late-accept':
        context.backlog.fill(fault.ms)
        break
      case 'restart':
        reply.hijack()
        context.restart(fault)
        request.raw.socket.destroy()
        return 'taken'
      // These strike the answer. No `default`: the lint names a fault that neither function handles.
      case 'drip':
      case 'empty':
      case 'html':
      case 'nonsense':
      case 'truncate':
      case 'wrong-type':
        break
    }
  }
  return 'on'
}

const bytesOf = (payload: unknown): Buffer =>
  typeof payload === 'string' ? Buffer.from(payload) : Buffer.alloc(0)

/** Writes the head; the caller writes the body. Fastify does nothing more with this reply. */
const writeHead = (reply: FastifyReply, length: number): void => {
  reply.raw.statusCode = reply.statusCode
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value)
  }
  reply.raw.setHeader('content-length', String(length))
}

const drip = async (
  context: RestContext,
  reply: FastifyReply,
  payload: Buffer,
  fault: Extract<Fault, { kind: 'drip' }>,
): Promise<void> => {
  writeHead(reply, payload.length)
  reply.raw.flushHeaders()
  for (let at = 0; at < payload.length; at += fault.bytes) {
    await sleep(context.clock, fault.everyMs)
    if (reply.raw.destroyed) return
    reply.raw.write(payload.subarray(at, at + fault.bytes))
  }
  reply.raw.end()
}

/**
 * Does what the faults of a request do to its answer. Returns the payload to send, or undefined where
 * the answer has been taken over and nothing more may be sent.
 */
export const strikeAfter = async (
  context: RestContext,
  request: FastifyRequest,
  reply: FastifyReply,
  original: unknown,
): Promise<{ payload: unknown } | undefined> => {
  let payload: unknown = original
  for (const fault of request.struck) {
    switch (fault.kind) {
      case 'delay':
        if (fault.at === 'after') await sleep(context.clock, fault.ms)
        break
      case 'reset':
        reset(request)
        return undefined
      case 'hang':
        return undefined
      case 'status':
        if (fault.at === 'before') break
        reply.code(fault.status)
        if (fault.retryAfter !== undefined) reply.header('retry-after', String(fault.retryAfter))
        if (fault.contentType !== undefined) reply.header('content-type', fault.contentType)
        else if (fault.body === '') reply.removeHeader('content-type')
        payload = fault.body
        break
      case 'wrong-type':
        reply.header('content-type', fault.contentType)
        break
      case 'html':
        reply.code(fault.status).header('content-type', 'text/html; charset=utf-8')
        payload = portal
        break
      case 'nonsense':
        payload = '{"sessionId": "W1661, content: [}'
        reply.header('content-type', 'application/json;charset=UTF-8')
        break
      case 'empty':
        payload = ''
        reply.removeHeader('content-type')
        break
      case 'truncate': {
        const bytes = bytesOf(payload)
        // An answer without a body promises one byte and breaks that promise.
        writeHead(reply, Math.max(bytes.length, 1))
        const part = bytes.subarray(0, Math.floor(bytes.length * fault.keep))
        reply.raw.flushHeaders()
        if (part.length === 0) reply.raw.destroy()
        else reply.raw.write(part, () => reply.raw.destroy())
        return undefined
      }
      case 'drip':
        await drip(context, reply, bytesOf(payload), fault)
        return undefined
      // These have struck before.
      case 'application-away':
      case 'clock-skew':
      case 'late-accept':
      case 'restart':
      case 'token-revoked':
        break
    }
  }
  return { payload }
}
