import { expect, OWN_PAGE } from '../kit/page/call-page.ts'
import { hears, launchOptions, test, type PaperCall } from '../kit/page/paper-call.ts'

test.use({ launchOptions })

const targets = ({ paper }: PaperCall) =>
  paper.invites().map((text) => text.split(' ')[1]?.replace('sip:', ''))

test(
  'a call follows a redirection after an announcement, and the agent is heard there',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper, ends, offer } = call
    const sdp = await ends.answer('gateway', offer(), 500)
    paper.reply('183 Session Progress', { sdp })
    await hears(page, 500)
    paper.reply('302 Moved Temporarily', {
      headers: ['Contact: <sip:elsewhere@other.example>;q=1, <sip:5001@127.0.0.1>;q=0.5'],
    })
    await expect.poll(() => paper.invites().length).toBe(2)
    expect(targets(call)[1]).toBe('5001@127.0.0.1')
    await ends.leave('gateway')
    paper.reply('200 OK', { sdp: await ends.answer('second', offer(), 900), tag: 'second' })
    await hears(page, 900)
    await expect.poll(async () => (await ends.received('second')).frames).toBeGreaterThan(5)
    await expect.poll(async () => (await ends.received('second')).energy).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'a call tries several places by their weight, through a proxy where one is named',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper, ends, offer } = call
    paper.reply('300 Multiple Choices', {
      headers: [
        'Contact: <sip:1@127.0.0.1>;q=0.2, <sip:2@127.0.0.1>;q=0.7, <sip:3@127.0.0.1>;q=0.1',
      ],
    })
    await expect.poll(() => targets(call)[1]).toBe('2@127.0.0.1')
    paper.reply('486 Busy Here', { tag: 'b' })
    await expect.poll(() => targets(call)[2]).toBe('1@127.0.0.1')
    paper.reply('305 Use Proxy', { headers: ['Contact: <sip:127.0.0.1:5090>'], tag: 'c' })
    await expect.poll(() => targets(call)[3]).toBe('1@127.0.0.1')
    expect(paper.invites()[3]).toMatch(/^Route: <sip:127\.0\.0\.1:5090;lr>\r$/mu)
    paper.reply('200 OK', { sdp: await ends.answer('one', offer(), 700), tag: 'd' })
    await hears(page, 700)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'a call that is too short for a server is made again, and its session can be refreshed',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper, ends, offer } = call
    paper.reply('422 Session Interval Too Small', { headers: ['Min-SE: 1800'] })
    await expect.poll(() => paper.invites().length).toBe(2)
    expect(targets(call)[1]).toBe(targets(call)[0])
    expect(paper.invites()[1]).toMatch(/^Session-Expires: 1800;refresher=uas\r$/mu)
    expect(paper.invites()[1]).toMatch(/^Min-SE: 1800\r$/mu)
    paper.reply('200 OK', {
      sdp: await ends.answer('one', offer(), 700),
      tag: 'b',
      headers: ['Require: timer', 'Session-Expires: 1800;refresher=uas'],
    })
    await hears(page, 700)
    await page.getByRole('button', { name: 'Disconnect' }).click()
  },
)

test(
  'a redirection in a circle, or to where the page does not allow it, ends with a message',
  { tag: OWN_PAGE },
  async ({ dial, page }) => {
    const call = await dial()
    const { paper } = call
    const move = (to: string) => {
      paper.reply('301 Moved Permanently', { headers: [`Contact: <${to}>`], tag: 'moved' })
    }
    move('sip:1@127.0.0.1')
    await expect.poll(() => targets(call).length).toBe(2)
    move('sip:2@127.0.0.1')
    await expect.poll(() => targets(call).length).toBe(3)
    move('sip:1@127.0.0.1')
    const sentence = page.getByRole('alert').filter({ hasText: 'This number cannot be reached' })
    await expect(sentence).toBeVisible()
    expect(targets(call)).toHaveLength(3)
  },
)
