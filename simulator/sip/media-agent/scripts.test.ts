import { expect, it } from 'vitest'
import { customerOf } from '../testing/customer.ts'
import type { Customer } from '../testing/customer.ts'
import { openLine } from '../testing/open.ts'
import type { Line } from '../testing/open.ts'
import type { Dialled } from '../testing/phone.ts'

const open = async (): Promise<{ line: Line; customer: Customer }> => {
  const line = await openLine()
  return { line, customer: await customerOf(line) }
}
/** Sound and pictures take their time on a busy machine. */
const patience = { timeout: 20_000 }
/** Until the customer hears a tone of about this many hertz. */
const hears = async ({ listening }: Customer, hz: number): Promise<void> => {
  await expect.poll(() => Math.abs(listening.read().audioHz - hz) < 20, patience).toBe(true)
}
const act = (line: Line, body: object) => {
  const id = encodeURIComponent(line.centre.sip.calls()[0]!.id)
  return fetch(`${line.centre.urls.control}/calls/${id}/agent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
/** Tells the agent how far the customer has got with a transfer. */
const report = ({ session }: Dialled, status: string): void => {
  session.dialog?.notify(undefined, {
    extraHeaders: ['Event: refer', 'Subscription-State: terminated'],
    body: {
      contentDisposition: 'render',
      contentType: 'message/sipfrag',
      content: `SIP/2.0 ${status}\r\n`,
    },
  })
}
/** The number and the Replaces of the newest REFER. */
const referred = ({ phone }: Customer) => {
  const text = phone.met.findLast((what) => what.startsWith('REFER ')) ?? ''
  const [, number, replaces] =
    /<sip:([^@]+)@callpoint\.test(?:\?Replaces=([^>]+))?>/u.exec(text) ?? []
  return { number, replaces: decodeURIComponent(replaces ?? '') }
}
const isReferred =
  ({ phone }: Customer) =>
  () =>
    phone.met.some((what) => what.startsWith('REFER '))

it('an announcement is heard before the answer, and the agent after it', async () => {
  const { line, customer } = await open()
  line.centre.sip.setPilot('5183', { script: { answerAfterMs: 60_000 } })
  const early = await customer.phone.dial('5183', {}, { earlyMedia: true })
  await customer.phone.until(() => early.statuses.includes(183))
  await hears(customer, 700)
  expect(line.centre.sip.calls()[0]).toMatchObject({ state: 'ringing', answeredAt: null })
  await early.session.cancel()
  expect(await early.final).toBe(487)

  // Who does not listen before the answer finds the description in it.
  const late = await customer.phone.dial('5183')
  await customer.phone.until(() => late.statuses.includes(183))
  expect((await act(line, { do: 'answer' })).status).toBe(204)
  expect(await late.final).toBe(200)
  expect((await act(line, { do: 'answer' })).status).toBe(409)
  await hears(customer, 440)
  await late.session.bye()
  customer.stop()
})

it('an agent transfers the customer as scripted, and hangs up once that has succeeded', async () => {
  const { line, customer } = await open()
  line.centre.sip.setPilot('5104', { script: { transferAfterMs: 100 } })
  const call = await customer.phone.dial('5104')
  expect(await call.final).toBe(200)
  await customer.phone.until(isReferred(customer))
  expect(referred(customer)).toEqual({ number: '5110', replaces: '' })
  report(call, '180 Ringing')
  report(call, '200 OK')
  await customer.phone.until(() => customer.phone.met.includes('BYE'))
  customer.stop()
})

it('an agent who is told to asks a colleague first: the customer takes the place of that call', async () => {
  const { line, customer } = await open()
  const { sip } = line.centre
  const call = await customer.phone.dial('5100')
  expect(await call.final).toBe(200)
  const { id } = await sip.until(({ media }) => media?.connection === 'connected')
  expect((await act(line, { do: 'transfer' })).status).toBe(400)
  expect((await act(line, { do: 'transfer', to: '5110', consults: true })).status).toBe(204)
  // On hold while the agents talk to each other.
  await customer.phone.until(() => customer.phone.met.includes('re-INVITE sendonly'))
  await customer.phone.until(isReferred(customer))
  const { number, replaces } = referred(customer)
  const [consultation] = sip.calls()
  expect(consultation).toMatchObject({ caller: 'automatic-1', agent: 'automatic-2' })
  expect(replaces.split(';')[0]).toBe(consultation?.id)
  const next = await customer.phone.dial(number!, { Replaces: replaces, Require: 'replaces' })
  expect(await next.final).toBe(200)
  expect(
    (await sip.until((view) => view.id === consultation?.id && view.state === 'ended')).endedBy,
  ).toBe('callee')
  report(call, '200 OK')
  await sip.until((view) => view.id === id && view.state === 'ended')
  await hears(customer, 554)
  await next.session.bye()
  customer.stop()
})

it('an agent takes the customer back where a transfer fails, and goes on where nobody answers', async () => {
  const { line, customer } = await open()
  const { sip } = line.centre
  const call = await customer.phone.dial('5100')
  expect(await call.final).toBe(200)
  await sip.until(({ media }) => media?.connection === 'connected')
  const resumed = () => customer.phone.met.filter((what) => what === 're-INVITE sendrecv').length
  // Nobody is at that number: the customer hears of no transfer.
  expect((await act(line, { do: 'transfer', to: '5486', consults: true })).status).toBe(204)
  await customer.phone.until(() => resumed() === 1)
  expect(isReferred(customer)()).toBe(false)
  const [consultation] = sip.calls()
  expect(consultation).toMatchObject({ pilot: '5486', status: 486 })
  // And one that the customer cannot reach.
  line.centre.sip.act(call.session.request.callId, { do: 'hold' })
  await customer.phone.until(
    () => customer.phone.met.filter((what) => what === 're-INVITE sendonly').length === 2,
  )
  line.centre.sip.act(call.session.request.callId, { do: 'transfer', to: '5486', consults: false })
  await customer.phone.until(isReferred(customer))
  report(call, '486 Busy Here')
  await customer.phone.until(() => resumed() === 2)
  await hears(customer, 440)
  await call.session.bye()
  customer.stop()
})

/** Asks the agent for a whole picture, as the component does. */
const askPicture = ({ session }: Dialled) => {
  const primitive = '<to_encoder><picture_fast_update/></to_encoder>'
  const content = `<media_control><vc_primitive>${primitive}</vc_primitive></media_control>`
  const contentType = 'application/media_control+xml'
  const body = { contentDisposition: 'render', contentType, content }
  return session.info({ requestOptions: { body } })
}

it('an agent asks for a whole picture as scripted, and sends one that is asked for', async () => {
  const { line, customer } = await open()
  const { sip } = line.centre
  sip.setPilot('5106', { script: { askPictureAfterMs: 100 } })
  const call = await customer.phone.dial('5106')
  expect(await call.final).toBe(200)
  await sip.until(({ messages }) =>
    messages.some(({ by, what }) => by === 'caller' && what === '200 INFO'),
  )
  await askPicture(call)
  await sip.until(({ media }) => media?.received.pictureRequests === 1)
  await sip.until(({ messages }) =>
    messages.some(({ by, what }) => by === 'callee' && what === '200 INFO'),
  )
  await expect.poll(() => customer.listening.read().videoFps, patience).toBeGreaterThan(0)
  await call.session.bye()
  customer.stop()
})

it('a broken picture is none until a whole one is asked for by INFO', async () => {
  const { line, customer } = await open()
  const { sip } = line.centre
  const call = await customer.phone.dial('5107')
  expect(await call.final).toBe(200)
  await hears(customer, 440)
  const { audioFrames } = customer.listening.read()
  await expect
    .poll(() => customer.listening.read().audioFrames, patience)
    .toBeGreaterThan(audioFrames + 150)
  expect(customer.listening.read().videoFrames).toBe(0)
  // The way back is whole.
  await sip.until(({ media }) => (media?.received.videoFrames ?? 0) > 10)
  await askPicture(call)
  await expect.poll(() => customer.listening.read().videoFrames, patience).toBeGreaterThan(10)
  await call.session.bye()
  customer.stop()
})
