import type { Session } from 'sip.js'
import { describe, expect, it } from 'vitest'
import { manualClock } from '../../support/clock.ts'
import type { CallView } from '../call.ts'
import { callScriptSchema } from '../schema.ts'
import { customerOf } from '../testing/customer.ts'
import { openLine } from '../testing/open.ts'
import { playFilm } from './picture.ts'
import { loadWrtc } from './wrtc.ts'

const wrtc = loadWrtc()

/** A re-INVITE, until it is answered. */
const offerAgain = (session: Session): Promise<void> =>
  new Promise((resolve, reject) => {
    const requestDelegate = { onAccept: () => resolve(), onReject: () => reject(new Error('no')) }
    session.invite({ requestDelegate }).catch(reject)
  })

const media = (view: CallView) => view.media?.received
const flowing = (view: CallView): boolean =>
  (media(view)?.audioFrames ?? 0) > 100 && (media(view)?.videoFrames ?? 0) > 10

describe('the film of the automatic agent', () => {
  it('has as many frames a second as asked for, fifteen by default', async () => {
    for (const [{ framesPerSecond }, frames] of [
      [callScriptSchema.parse({}), 15],
      [callScriptSchema.parse({ framesPerSecond: 8 }), 8],
    ] as const) {
      const clock = manualClock()
      const film = playFilm(wrtc, clock, 1, { y: 81, u: 90, v: 240 }, framesPerSecond)
      const before = film.shown()
      await clock.advance(2001)
      expect(film.shown() - before).toBe(frames * 2)
      film.stop()
      expect(clock.pending()).toBe(0)
    }
  })
})

describe('the automatic agent for calls', () => {
  it('answers with audio and video, and measures what it receives', async () => {
    const line = await openLine()
    const customer = await customerOf(line)
    const call = await customer.phone.dial('5000')
    expect(await call.final).toBe(200)
    const { sip } = line.centre

    const near = (hz: number, wanted: number): boolean => Math.abs(hz - wanted) < 20
    const arrived = await sip.until(
      (view) =>
        flowing(view) &&
        near(media(view)?.audioHz ?? 0, 880) &&
        (media(view)?.motion ?? 0) > 0 &&
        (media(view)?.audioRms ?? 0) > 0.02,
    )
    expect(arrived).toMatchObject({ agent: 'automatic-1', state: 'established', video: true })
    expect(media(arrived)).toMatchObject({ width: 640, height: 480 })
    expect(media(arrived)!.colour.red).toBeGreaterThan(media(arrived)!.colour.green)

    // The agent's own picture and tone are here.
    await sip.until(() => {
      const heard = customer.listening.read()
      return heard.audioFrames > 50 && heard.videoFrames > 5 && near(heard.audioHz, 440)
    })

    // Mute: the sound that arrives is silence.
    customer.tone.track.enabled = false
    await sip.until((view) => (media(view)?.audioRms ?? 1) < 0.001)
    customer.tone.track.enabled = true
    await sip.until((view) => (media(view)?.audioRms ?? 0) > 0.02)

    // Camera off: no frame arrives any more.
    const sender = customer
      .handler()!
      .peer.getTransceivers()
      .find(({ receiver }) => receiver.track.kind === 'video')!.sender
    await sender.replaceTrack(null)
    await sip.until((view) => media(view)?.videoFps === 0)
    await sender.replaceTrack(customer.film.track)
    await sip.until((view) => (media(view)?.videoFps ?? 0) > 5)

    // Keys by INFO.
    const body = { contentDisposition: 'render', contentType: 'application/dtmf-relay' }
    await call.session.info({
      requestOptions: { body: { ...body, content: 'Signal=7\r\nDuration=160\r\n' } },
    })
    await sip.until((view) => media(view)?.infoTones === '7')

    // The customer holds the agent, and takes it back.
    customer.handler()!.holding = true
    await offerAgain(call.session)
    await sip.until((view) => view.heldBy === 'caller' && view.media?.held === true)
    // An offer that overtakes the ACK of the one before is refused (500, as SIP has it).
    await sip.until(
      ({ messages }) =>
        messages.findLast(({ what }) => /^(INVITE|ACK)$/u.test(what))?.what === 'ACK',
    )
    customer.handler()!.holding = false
    await offerAgain(call.session)
    await sip.until((view) => view.heldBy === null && view.media?.held === false)

    await call.session.bye()
    const over = await sip.until((view) => view.state === 'ended')
    expect(over.endedBy).toBe('caller')
    customer.stop()
  })

  it('holds and resumes as scripted', async () => {
    const line = await openLine()
    const { sip } = line.centre
    sip.setPilot('5100', {
      script: { agent: 2, answerAfterMs: 0, holdAfterMs: 300, holdForMs: 600, framesPerSecond: 5 },
    })
    const customer = await customerOf(line)
    const call = await customer.phone.dial('5100')
    expect(await call.final).toBe(200)
    await customer.phone.until(() => customer.phone.met.includes('re-INVITE sendonly'))
    await sip.until((view) => view.heldBy === 'callee')
    await customer.phone.until(() => customer.phone.met.includes('re-INVITE sendrecv'))
    await sip.until((view) => view.heldBy === null)
    const heard = await sip.until((view) => (media(view)?.audioRms ?? 0) > 0.02)
    expect(heard.agent).toBe('automatic-2')
    await expect.poll(() => customer.listening.read().videoFps).toBeGreaterThan(0)
    expect(customer.listening.read().videoFps).toBeLessThan(10)
    await call.session.bye()
    customer.stop()
  })

  it('hangs up as scripted', async () => {
    const line = await openLine()
    const { sip } = line.centre
    sip.setPilot('5100', { script: { answerAfterMs: 0, byeAfterMs: 300 } })
    const customer = await customerOf(line)
    expect(await (await customer.phone.dial('5100')).final).toBe(200)
    await customer.phone.until(() => customer.phone.met.includes('BYE'))
    expect((await sip.until((view) => view.state === 'ended')).endedBy).toBe('callee')
    customer.stop()
  })

  it('executes actions, in two calls at once', async () => {
    const line = await openLine()
    const { sip } = line.centre
    const first = await customerOf(line)
    const second = await customerOf(line)
    const one = await first.phone.dial('5100')
    const two = await second.phone.dial('5100')
    expect([await one.final, await two.final]).toEqual([200, 200])
    expect(
      sip
        .calls()
        .map(({ agent }) => agent)
        .sort(),
    ).toEqual(['automatic-1', 'automatic-2'])
    const id = sip.calls()[1]!.id
    const say = (what: string) =>
      fetch(`${line.centre.urls.control}/calls/${encodeURIComponent(id)}/agent`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ do: what }),
      })
    await sip.until((view) => view.id === id && view.media?.connection === 'connected')
    expect((await say('hold')).status).toBe(204)
    await sip.until((view) => view.id === id && view.media?.holding === true)
    await sip.until((view) => view.id === id && view.heldBy === 'callee')
    expect((await say('bye')).status).toBe(204)
    await first.phone.until(() => first.phone.met.includes('BYE'))
    expect((await say('bye')).status).toBe(409)
    expect((await say('dance')).status).toBe(400)
    await two.session.bye()
    first.stop()
    second.stop()
  })

  it('falls without the centre: its calls end, the next one starts it', async () => {
    const line = await openLine({ say: () => undefined })
    const { sip } = line.centre
    const customer = await customerOf(line)
    await (
      await customer.phone.dial('5100')
    ).final
    const before = sip.state().automaticAgentPid
    process.kill(before!, 'SIGKILL')
    await customer.phone.until(() => customer.phone.met.includes('BYE'))
    expect(sip.state().automaticAgent).toBe('off')
    expect(await (await customer.phone.dial('5100')).final).toBe(200)
    expect(sip.state().automaticAgentPid).not.toBe(before)
    customer.stop()
  })

  it('refuses an offer that is none', async () => {
    const line = await openLine()
    const customer = await line.phone('kiosk')
    expect(await (await customer.dial('5100')).final).toBe(480)
  })
})
