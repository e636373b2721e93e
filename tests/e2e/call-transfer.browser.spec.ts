import type { Page } from '@playwright/test'
import { expect, OWN_PAGE } from '../kit/page/call-page.ts'
import { arrivalIn } from '../kit/page/arrival.ts'
import { hears, launchOptions, test, type PaperCall } from '../kit/page/paper-call.ts'
import { takePicture } from '../kit/page/picture.ts'

test.use({ launchOptions })

const TARGET = 'sip:5001@127.0.0.1'
const puttingThrough = (page: Page) => page.getByText('You are being put through')
const onHold = (page: Page) => page.getByText('You are on hold')

/** The bodies and states of all reports so far. */
const reportsOf = ({ paper }: PaperCall) =>
  paper.heard
    .filter((text) => text.startsWith('NOTIFY '))
    .map((text) => {
      const state = /^Subscription-State: (\w+)/mu.exec(text)?.[1]
      return `${text.split('\r\n\r\n')[1]?.trim() ?? ''} ${state ?? ''}`
    })

/** A call with an agent who plays 500 Hz. */
async function talk(page: Page, call: PaperCall): Promise<void> {
  call.paper.reply('200 OK', { sdp: await call.ends.answer('first', call.offer(), 500) })
  await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
  await hears(page, 500)
}

const refer = ({ paper }: PaperCall, to: string, ...headers: readonly string[]) => {
  paper.send('REFER', [`Refer-To: <${to}>`, 'Contact: <sip:agent@127.0.0.1>', ...headers], '', {
    invite: paper.invites()[0] ?? '',
  })
}

const hold = async ({ paper, ends }: PaperCall, isHeld: boolean) => {
  const offer = await ends.hold('first', isHeld)
  const before = paper.answerTo('INVITE')
  const headers = ['Contact: <sip:agent@127.0.0.1>', 'Content-Type: application/sdp']
  paper.send('INVITE', headers, offer, { invite: paper.invites()[0] ?? '' })
  await expect.poll(() => paper.answerTo('INVITE')).not.toBe(before)
  await ends.accept('first', paper.answerTo('INVITE')?.split('\r\n\r\n')[1] ?? '')
}

test(
  'agent puts the caller on hold and through to a colleague, whom the caller hears and sees',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper, ends, offer } = call
    await talk(page, call)
    await hold(call, true)
    await expect(onHold(page)).toBeVisible()
    refer(call, TARGET, 'Referred-By: <sip:agent@127.0.0.1>')
    await expect.poll(() => paper.answerTo('REFER')).toContain('SIP/2.0 202 ')
    await expect(puttingThrough(page)).toBeVisible()
    await expect(onHold(page)).toHaveCount(0)
    await takePicture(page, 'component/transferring')
    await expect.poll(() => paper.invites().length).toBe(2)
    const second = paper.invites()[1] ?? ''
    expect(second.split('\r\n')[0]).toBe(`INVITE ${TARGET} SIP/2.0`)
    expect(second).toMatch(/^Referred-By: <sip:agent@127\.0\.0\.1>\r$/mu)
    paper.reply('180 Ringing', { tag: 'second' })
    paper.reply('200 OK', { tag: 'second', sdp: await ends.answer('second', offer(), 900) })
    await hears(page, 900)
    await expect(puttingThrough(page)).toHaveCount(0)
    await expect(onHold(page)).toHaveCount(0)
    await expect.poll(async () => (await ends.received('second')).frames).toBeGreaterThan(5)
    await expect.poll(async () => (await ends.received('second')).energy).toBeGreaterThan(0)
    const { frames } = await arrivalIn(page)
    await expect.poll(async () => (await arrivalIn(page)).frames).toBeGreaterThan(frames)
    await expect
      .poll(() => reportsOf(call))
      .toEqual([
        'SIP/2.0 100 Trying active',
        'SIP/2.0 180 Ringing active',
        'SIP/2.0 200 OK terminated',
      ])
    // The first agent has not hung up: that call is ended from here.
    const [first = ''] = paper.invites()
    const callId = /^Call-ID: (.*)\r$/imu.exec(first)?.[1] ?? 'none'
    const byes = () => paper.heard.filter((text) => text.startsWith('BYE '))
    await expect.poll(byes).toHaveLength(1)
    expect(byes()[0]).toContain(callId)
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await expect.poll(byes).toHaveLength(2)
    expect(byes()[1]).not.toContain(callId)
  },
)

test(
  'caller goes on with the first agent where the colleague is busy',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper, ends } = call
    await talk(page, call)
    refer(call, TARGET)
    await expect.poll(() => paper.invites().length).toBe(2)
    // A second request meanwhile is refused.
    refer(call, 'sip:5002@127.0.0.1')
    await expect.poll(() => paper.answerTo('REFER')).toContain('SIP/2.0 491 ')
    paper.reply('486 Busy Here', { tag: 'second' })
    await expect(page.getByText('You could not be put through')).toBeVisible()
    await takePicture(page, 'component/transfer-failed')
    await expect.poll(() => reportsOf(call).at(-1)).toBe('SIP/2.0 486 Failed terminated')
    await hears(page, 500)
    const { energy } = await ends.received('first')
    await expect.poll(async () => (await ends.received('first')).energy).toBeGreaterThan(energy)
    await expect(page.getByText('You could not be put through')).toHaveCount(0)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'caller waits for the colleague where the first agent hangs up at once',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper, ends, offer } = call
    await talk(page, call)
    refer(call, TARGET, 'Refer-Sub: false')
    await expect.poll(() => paper.answerTo('REFER')).toMatch(/^SIP\/2\.0 200 [^]*Refer-Sub: false/u)
    await expect.poll(() => paper.invites().length).toBe(2)
    paper.send('BYE', [], '', { invite: paper.invites()[0] ?? '' })
    await expect.poll(() => paper.answerTo('BYE')).toContain('SIP/2.0 200 ')
    await expect(puttingThrough(page)).toBeVisible()
    // What is played before the answer is heard now.
    const sdp = await ends.answer('second', offer(), 900)
    paper.reply('183 Session Progress', { tag: 'second', sdp })
    await hears(page, 900)
    await expect(puttingThrough(page)).toBeVisible()
    paper.reply('200 OK', { tag: 'second', sdp })
    await expect(puttingThrough(page)).toHaveCount(0)
    await expect.poll(async () => (await ends.received('second')).energy).toBeGreaterThan(0)
    expect(reportsOf(call)).toEqual([])
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'a call ends with the reason where nobody is left to go on with',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper } = call
    await talk(page, call)
    refer(call, TARGET)
    await expect.poll(() => paper.invites().length).toBe(2)
    paper.send('BYE', [], '', { invite: paper.invites()[0] ?? '' })
    await expect.poll(() => paper.answerTo('BYE')).toContain('SIP/2.0 200 ')
    paper.reply('486 Busy Here', { tag: 'second' })
    const sentence = page.getByRole('alert').filter({ hasText: 'Everyone is on a call just now' })
    await expect(sentence).toBeVisible()
  },
)

test(
  'a colleague takes the place of the agent in a call of theirs (Replaces)',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper, ends, offer } = call
    await talk(page, call)
    refer(call, `${TARGET}?Replaces=a84b4c%4010.0.0.1%3Bto-tag%3D7743%3Bfrom-tag%3D6472&Subject=no`)
    await expect.poll(() => paper.invites().length).toBe(2)
    const second = paper.invites()[1] ?? ''
    expect(second.split('\r\n')[0]).toBe(`INVITE ${TARGET} SIP/2.0`)
    expect(second).toMatch(/^Replaces: a84b4c@10\.0\.0\.1;to-tag=7743;from-tag=6472\r$/mu)
    expect(second).toMatch(/^Require: replaces\r$/mu)
    expect(second).not.toMatch(/^Subject:/mu)
    paper.reply('200 OK', { tag: 'second', sdp: await ends.answer('second', offer(), 900) })
    await hears(page, 900)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'a transfer to where the page does not allow it is declined, and the call goes on',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper } = call
    await talk(page, call)
    const statuses = async (to: string, status: string, ...headers: readonly string[]) => {
      const before = paper.answerTo('REFER')
      refer(call, to, ...headers)
      await expect.poll(() => paper.answerTo('REFER')).not.toBe(before)
      expect(paper.answerTo('REFER'), to).toContain(`SIP/2.0 ${status} `)
    }
    await statuses('sip:5001@elsewhere.example', '603')
    await statuses('sip:127.0.0.1@elsewhere.example', '603')
    await statuses('tel:+4989550142', '603')
    await statuses('sip:5001@127.0.0.1;method=BYE', '603')
    await statuses(`${TARGET}?Replaces=a%0D%0AX-Evil%3A1%3Bto-tag%3D7%3Bfrom-tag%3D6`, '603')
    await statuses(TARGET, '420', 'Require: explicitsub')
    expect(paper.invites()).toHaveLength(1)
    await hears(page, 500)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'a page that allows no transfer says so beforehand',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial({ transfer: 'never' })
    const { paper } = call
    expect(paper.invites()[0]).toMatch(/^Allow: ACK, BYE, CANCEL, INFO, INVITE, OPTIONS\r$/mu)
    await talk(page, call)
    refer(call, TARGET)
    await expect.poll(() => paper.answerTo('REFER')).toContain('SIP/2.0 603 ')
    expect(paper.invites()).toHaveLength(1)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)
