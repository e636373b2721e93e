import type { Page } from '@playwright/test'
import { expect, OWN_PAGE } from '../kit/page/call-page.ts'
import { arrivalIn } from '../kit/page/arrival.ts'
import { hears, launchOptions, test, type PaperCall } from '../kit/page/paper-call.ts'

test.use({ launchOptions })

const contact = 'Contact: <sip:agent@127.0.0.1>'

async function talk(page: Page, { paper, ends, offer }: PaperCall): Promise<void> {
  paper.reply('200 OK', { sdp: await ends.answer('agent', offer(), 500) })
  await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
  await hears(page, 500)
}

/** Heard and seen at both ends, from now on. */
async function expectMedia(page: Page, { ends }: PaperCall): Promise<void> {
  const [here, there] = [await arrivalIn(page), await ends.received('agent')]
  await expect.poll(async () => (await arrivalIn(page)).energy).toBeGreaterThan(here.energy)
  await expect.poll(async () => (await arrivalIn(page)).frames).toBeGreaterThan(here.frames + 3)
  await expect.poll(async () => (await ends.received('agent')).energy).toBeGreaterThan(there.energy)
  await expect
    .poll(async () => (await ends.received('agent')).frames)
    .toBeGreaterThan(there.frames + 3)
}

/** `stable` once the ACK with the answer has arrived: another INVITE before that would overtake it, and be refused. */
const signalling = (page: Page) =>
  page.evaluate(() => window.recorded.connections.at(-1)?.signalingState)

test(
  'a session that the other side refreshes goes on, and UPDATE is declined truly',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper, ends } = call
    await talk(page, call)
    paper.send('UPDATE', [contact, 'Session-Expires: 90;refresher=uac'], '')
    await expect.poll(() => paper.answerTo('UPDATE')).toContain('SIP/2.0 405 ')
    // So that the other side takes re-INVITE instead (RFC 4028, 7.4).
    expect(paper.answerTo('UPDATE')).toMatch(
      /^Allow: ACK, BYE, CANCEL, INFO, INVITE, OPTIONS, REFER\r$/mu,
    )
    const headers = [contact, 'Content-Type: application/sdp', 'Supported: timer']
    const offer = await ends.hold('agent', false)
    paper.send('INVITE', [...headers, 'Session-Expires: 90;refresher=uac', 'Min-SE: 90'], offer)
    await expect.poll(() => paper.answerTo('INVITE')).toContain('SIP/2.0 200 ')
    await ends.accept('agent', paper.answerTo('INVITE')?.split('\r\n\r\n')[1] ?? '')
    await expectMedia(page, call)
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await expect.poll(() => paper.targetOf('BYE')).toBeDefined()
  },
)

test(
  'a re-INVITE without an offer gets one, and sound and picture go on',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper, ends } = call
    await talk(page, call)
    let answered = 0
    paper.answerOffers(async (offer) => {
      const answer = await ends.again('agent', offer)
      answered += 1
      return answer
    })
    paper.send('INVITE', [contact], '')
    await expect.poll(() => answered).toBe(1)
    await expect.poll(() => signalling(page)).toBe('stable')
    await expectMedia(page, call)
    // And a second time: the first has left nothing open.
    paper.send('INVITE', [contact], '')
    await expect.poll(() => answered).toBe(2)
    await expect.poll(() => signalling(page)).toBe('stable')
    await expectMedia(page, call)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'of two phones that answer at once the first is talked to, and the second hears goodbye',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper, ends, offer } = call
    const first = await ends.answer('agent', offer(), 500)
    paper.reply('180 Ringing', { tag: 'other' })
    paper.reply('180 Ringing', { tag: 'one' })
    paper.reply('200 OK', { sdp: first, tag: 'one' })
    paper.reply('200 OK', { sdp: first, tag: 'other' })
    const byes = () => paper.heard.filter((text) => text.startsWith('BYE '))
    await expect.poll(byes).toHaveLength(1)
    expect(byes()[0]).toContain(';tag=other')
    const acks = paper.heard.filter((text) => text.startsWith('ACK '))
    expect(acks.map((text) => /^To: .*;tag=(\w+)/mu.exec(text)?.[1]).sort()).toEqual([
      'one',
      'other',
    ])
    await hears(page, 500)
    await expectMedia(page, call)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'a server that finds the interval of a session too small and names none ends the call with a message',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const { paper } = await dial()
    paper.reply('422 Session Interval Too Small')
    const sentence = page.getByRole('alert').filter({ hasText: 'Something went wrong on our side' })
    await expect(sentence).toBeVisible()
    await expect(page.getByRole('button', { name: 'Make another call' })).toBeVisible()
  },
)
