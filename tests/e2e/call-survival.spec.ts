import type { Page } from '@playwright/test'
import { expect, test as base, usesCamera } from '../kit/page/call-app.ts'
import { takePicture } from '../kit/page/picture.ts'
import { startTcpRelay, type TcpRelay } from '../kit/network/tcp-relay.ts'
import { textOf } from '../kit/page/texts.ts'

interface Fixtures {
  /** The wire between the app and the centre's SIP. */
  readonly wire: TcpRelay
  /** The agent's machine stops as it stands, and goes on. */
  readonly agentMachine: { stop(): void; goOn(): void }
}

const test = base.extend<Fixtures>({
  wire: async ({ hand }, use) => {
    const wire = await startTcpRelay(Number(new URL(hand.centre.urls.sip).port))
    await use(wire)
    await wire.close()
  },
  agentMachine: async ({ hand }, use) => {
    const pid = (): number => {
      const { automaticAgentPid } = hand.centre.sip.state()
      if (automaticAgentPid === null) throw new Error('the automatic agent has no process')
      return automaticAgentPid
    }
    let isStopped = false
    const goOn = (): void => {
      if (isStopped) process.kill(pid(), 'SIGCONT')
      isStopped = false
    }
    await use({
      stop() {
        process.kill(pid(), 'SIGSTOP')
        isStopped = true
      },
      goOn,
    })
    goOn()
  },
})

const throughWire = (wire: TcpRelay) => ({
  policy: { call: { server: `ws://127.0.0.1:${String(wire.port)}/sip` } },
})
const interrupted = (page: Page) => page.getByText('Sound and picture are interrupted.')
const reconnecting = (page: Page) =>
  page.getByText('The connection to our server is interrupted.', { exact: false })
const again = (page: Page) => page.getByRole('button', { name: textOf('call.callAgainUsLabel') })

/** Waits for the browser's own verdict on the way of sound and picture. */
async function pathIs(page: Page, state: RTCPeerConnectionState): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      window.recorded.connections.findLast(
        ({ currentRemoteDescription }) => currentRemoteDescription,
      )?.connectionState === wanted,
    state,
    { timeout: 40_000 },
  )
}

test.describe('what a call in the app survives', () => {
  test.describe.configure({ mode: 'default' })

  test('customer loses the network for 30 s, then for good', async ({
    openCall,
    wire,
    agentMachine,
  }) => {
    test.setTimeout(120_000)
    const { page, talk, call, centre, expectAllOff, callpoint } = await openCall(throughWire(wire))
    await page.clock.install()
    await talk()
    const { id } = call()
    await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(10)
    wire.cut()
    agentMachine.stop()
    await expect(page.getByText('interrupted', { exact: false })).toBeVisible()
    // The browser takes 15 s to give a way up; the rest of the 30 s is the app's own time.
    await pathIs(page, 'failed')
    await page.clock.fastForward(15_000)
    await takePicture(page, 'call/no-network')
    wire.mend()
    agentMachine.goOn()
    await pathIs(page, 'connected')
    await expect(page.getByText('interrupted', { exact: false })).toHaveCount(0)
    expect(call().id).toBe(id)
    const { videoFrames } = call().media?.received ?? { videoFrames: 0 }
    await expect
      .poll(() => call().media?.received.videoFrames ?? 0)
      .toBeGreaterThan(videoFrames + 10)
    await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
    // Once more, and for good.
    wire.cut()
    agentMachine.stop()
    await expect(interrupted(page)).toBeVisible({ timeout: 30_000 })
    await page.clock.fastForward(46_000)
    await expect(page.getByText('The connection was lost.', { exact: false })).toBeVisible()
    await expect(again(page)).toBeVisible()
    await expect(page.getByRole('button', { name: textOf('call.callbackLabel') })).toBeVisible()
    await expectAllOff()
    await expect.poll(() => usesCamera(callpoint)).toBe(false)
    // The agent learns of it as soon as there is a wire again.
    wire.mend()
    agentMachine.goOn()
    await expect.poll(() => centre.sip.call(id)?.state, { timeout: 40_000 }).toBe('ended')
  })

  test('half-open WebSocket is detected before the call, while ringing and in the call', async ({
    openCall,
    wire,
  }) => {
    test.setTimeout(120_000)
    const { page, toDevices, call, centre, expectAllOff } = await openCall(throughWire(wire))
    const before = centre.sip.calls().length
    await page.clock.install()
    await toDevices()
    await expect(page.getByText(textOf('call.lineGoodTitle'))).toBeVisible()
    // Before the INVITE, and it stays so: a sentence.
    wire.freeze()
    await page.getByRole('button', { name: textOf('call.dialUsLabel') }).click()
    await page.clock.fastForward(3100)
    await page.clock.fastForward(7000)
    await expect(page.getByRole('heading', { name: textOf('call.serverDownTitle') })).toBeVisible()
    await expect(again(page)).toBeVisible()
    await expectAllOff()
    expect(centre.sip.calls()).toHaveLength(before)
    // Before the INVITE, over a connection that only the middle has lost: a new one is made.
    wire.mend()
    await again(page).click()
    await expect(page.getByText(textOf('call.lineGoodTitle'))).toBeVisible()
    wire.freeze()
    await page.getByRole('button', { name: textOf('call.dialUsLabel') }).click()
    wire.thaw()
    await page.clock.fastForward(3100)
    await expect(page.getByRole('button', { name: textOf('call.muteTooltip') })).toBeVisible()
    // In the call: it is found out, and the agent can hang up afterwards.
    wire.freeze()
    wire.thaw()
    await page.clock.fastForward(10_000)
    await page.clock.fastForward(4100)
    await expect(reconnecting(page)).toHaveCount(0)
    const { id } = call()
    await expect
      .poll(() => centre.sip.call(id)?.messages.filter(({ what }) => what === 'INVITE').length)
      .toBeGreaterThan(1)
    centre.sip.act(id, 'bye')
    await expect(
      page.getByRole('heading', { name: textOf('call.disconnectedLabel') }),
    ).toBeVisible()
    await expectAllOff()
    // While it rings: the answer arrives all the same.
    centre.sip.setPilot('5100', { script: { answerAfterMs: 4000 } })
    await again(page).click()
    await page.getByRole('button', { name: textOf('call.dialUsLabel') }).click()
    await expect.poll(() => call().state).toBe('ringing')
    await expect(page.getByRole('heading', { name: 'Ringing' })).toBeVisible()
    wire.freeze()
    wire.thaw()
    await page.clock.fastForward(10_000)
    await page.clock.fastForward(4100)
    await expect(page.getByRole('button', { name: textOf('call.muteTooltip') })).toBeVisible()
    expect(call().state).toBe('established')
    // And hung up over a dead wire: the agent is told over another one.
    wire.freeze()
    wire.thaw()
    await page.getByRole('button', { name: textOf('call.disconnectLabel') }).click()
    await expect(again(page)).toBeVisible()
    await expectAllOff()
    await page.clock.fastForward(4100)
    await expect.poll(() => call().state).toBe('ended')
    expect(call().endedBy).toBe('caller')
  })

  test('call survives suspend and resume, and a lost camera is replaced', async ({
    openCall,
    wire,
  }) => {
    const { page, talk, call, callpoint, centre, expectAllOff } = await openCall(throughWire(wire))
    await talk()
    const ufrag = () =>
      page.evaluate(() => {
        const { connections } = window.recorded
        const own = connections.findLast(({ currentRemoteDescription }) => currentRemoteDescription)
        return /a=ice-ufrag:(\S+)/u.exec(own?.currentLocalDescription?.sdp ?? '')?.[1] ?? ''
      })
    const before = await ufrag()
    const framesGrow = async () => {
      const frames = call().media?.received.videoFrames ?? 0
      await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(frames + 10)
    }
    await callpoint.app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))
    // While it slept the middle has forgotten the connection.
    wire.freeze()
    wire.thaw()
    await callpoint.app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'))
    await expect.poll(ufrag).not.toBe(before)
    await framesGrow()
    // The process that holds the camera goes, and the camera's track with it.
    const lose = (name: string) =>
      callpoint.app.evaluate(({ app }, wanted) => {
        const found = app.getAppMetrics().find((metric) => metric.name === wanted)
        if (found !== undefined) process.kill(found.pid, 'SIGKILL')
        return found !== undefined
      }, name)
    expect(await lose('Video Capture')).toBe(true)
    await expect(page.getByText('A device was unplugged.', { exact: false })).toBeVisible()
    await framesGrow()
    centre.sip.act(call().id, 'bye')
    await expect(
      page.getByRole('heading', { name: textOf('call.disconnectedLabel') }),
    ).toBeVisible()
    await expectAllOff()
    await expect.poll(() => usesCamera(callpoint)).toBe(false)
  })

  test('silent agent is reported, probed, and the call ended without an answer', async ({
    openCall,
    wire,
  }) => {
    test.setTimeout(120_000)
    const { page, talk, call, centre, expectAllOff } = await openCall(throughWire(wire))
    await page.clock.install()
    await talk()
    const notice = page.getByText(textOf('call.silentLabel'))
    const asked = () =>
      call().messages.filter(({ by, what }) => by === 'caller' && what === 'INVITE')
    await expect(page.locator('video[part=video]')).toBeVisible()
    // Silent, but there: the customer is told, the agent is asked, and the call goes on.
    expect(centre.sip.act(call().id, 'silent')).toBe(true)
    await expect(notice).toBeVisible()
    // Of nothing, nobody says that it is good.
    await expect(page.getByText(textOf('call.goodQualityLabel'))).toHaveCount(0)
    await takePicture(page, 'call/silent')
    await expect.poll(() => asked().length).toBeGreaterThan(1)
    centre.sip.act(call().id, 'sounding')
    await expect(notice).toHaveCount(0)
    // Silent, and deaf too: nobody is there any more.
    centre.sip.act(call().id, 'silent')
    centre.sip.faults.add({ kind: 'swallow', message: 'request', method: 'INVITE', count: 0 })
    await expect(notice).toBeVisible()
    // The question lapses after 32 s (RFC 3261, timer B) while it is asked again and again.
    await expect(async () => {
      await page.clock.fastForward(5000)
      await expect(again(page)).toBeVisible({ timeout: 500 })
    }).toPass({ timeout: 40_000 })
    await expect(page.getByText('The connection was lost.', { exact: false })).toBeVisible()
    await expect(again(page)).toBeVisible()
    await expectAllOff()
  })

  test('customer reads a message and next steps without a media path', async ({ openCall }) => {
    const { page, toDevices, expectAllOff, centre } = await openCall({
      policy: {
        call: {
          iceServers: ['turn:127.0.0.1:1029?transport=udp'],
          turnSecret: 'of-nobody',
          relayOnly: true,
        },
      },
    })
    await page.clock.install()
    await toDevices()
    await page.getByRole('button', { name: textOf('call.dialUsLabel') }).click()
    const state = () => centre.sip.calls()[0]?.state
    await expect.poll(state, { timeout: 20_000 }).toBe('established')
    await page.clock.fastForward(10_100)
    await expect(page.getByRole('heading', { name: textOf('call.noMediaTitle') })).toBeVisible()
    await expect(again(page)).toBeVisible()
    await expect.poll(state).toBe('ended')
    await expectAllOff()
  })
})
