import { chromiumWithDevices, expect, test as base } from '../kit/page/call-page.ts'
import { startPaperSip, type PaperAnswer, type PaperSip } from '../kit/network/paper-sip.ts'

/** Servers and gateways that say valid things which the simulator's do not say. */
const test = base.extend<{
  readonly dial: (
    answer: PaperAnswer,
    attributes?: Readonly<Record<string, string>>,
  ) => Promise<PaperSip>
}>({
  dial: async ({ openPage }, use) => {
    const started: PaperSip[] = []
    await use(async (answer, attributes = {}) => {
      const paper = await startPaperSip(answer)
      started.push(paper)
      const { page, toDevices } = await openPage({
        attributes: { server: paper.url, ...attributes },
      })
      await toDevices()
      await page.getByRole('button', { name: 'Dial Us' }).click()
      return paper
    })
    for (const paper of started) await paper.close()
  },
})

test.use({ launchOptions: chromiumWithDevices })

const trunk = 'sip:+4930555014;tgrp=t1;trunk-context=example.com@192.0.2.1'

test('an answer without an audio codec ends the call with a message', async ({ dial, page }) => {
  // Keys alone, as gateways agree to whose speech is G.729.
  const { heard } = await dial({ types: '18 126' })
  const sentence = page.getByRole('alert').filter({ hasText: 'Sound and picture could not be set' })
  await expect(sentence).toBeVisible()
  // For this reason, and not because no packet came for ten seconds.
  const bye = () => heard.find((text) => text.startsWith('BYE '))
  await expect.poll(bye).toContain('Reason: SIP;cause=488;')
})

test('a MESSAGE within the call is rejected', async ({ dial, page }) => {
  const { send, answerTo, targetOf } = await dial({
    contentType: 'Application/SDP;charset=utf-8',
  })
  await expect.poll(() => targetOf('ACK')).toBe('sip:agent@127.0.0.1')
  send('MESSAGE', ['Content-Type: text/plain'], 'Your reference is 4711')
  await expect.poll(() => answerTo('MESSAGE')).toContain('SIP/2.0 405 ')
  const allowed = /^Allow: (.*)\r$/mu.exec(answerTo('MESSAGE') ?? '')?.[1]?.split(', ')
  expect(allowed).toContain('INFO')
  expect(allowed).not.toContain('MESSAGE')
  // The call goes on.
  send('INFO', [], '')
  await expect.poll(() => answerTo('INFO')).toContain('SIP/2.0 200 ')
  expect(targetOf('BYE')).toBeUndefined()
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expect.poll(() => targetOf('BYE')).toBe('sip:agent@127.0.0.1')
})

test('ringing without a Contact is ringing, and the answer to it is an answer', async ({
  dial,
  page,
}) => {
  const { pickUp, targetOf } = await dial({ before: ['180 Ringing'] })
  await expect(page.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
  pickUp()
  await expect.poll(() => targetOf('ACK')).toBe('sip:agent@127.0.0.1')
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expect.poll(() => targetOf('BYE')).toBe('sip:agent@127.0.0.1')
})

test('news of a queue keeps a call alive that nobody answers', async ({ dial, page }) => {
  await page.clock.install()
  const patience = { noAnswerSeconds: '60', queueSeconds: '600' }
  const { say } = await dial({ before: ['182 Queued'] }, patience)
  await expect(page.getByRole('heading', { name: 'You are in the queue' })).toBeVisible()
  await page.clock.fastForward(50_000)
  say('180 Ringing')
  await expect(page.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
  await page.clock.fastForward(50_000)
  say('182 Queued')
  await expect(page.getByRole('heading', { name: 'You are in the queue' })).toBeVisible()
  // And without another word it ends.
  await page.clock.fastForward(70_000)
  await expect(page.getByRole('alert').filter({ hasText: 'Nobody could answer' })).toBeVisible()
})

test('a queue without an end has one', async ({ dial, page }) => {
  await page.clock.install()
  const patience = { noAnswerSeconds: '60', queueSeconds: '100' }
  const { say, targetOf } = await dial({ before: ['182 Queued'] }, patience)
  await expect(page.getByRole('heading', { name: 'You are in the queue' })).toBeVisible()
  await page.clock.fastForward(55_000)
  say('180 Ringing')
  await expect(page.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
  await page.clock.fastForward(55_000)
  await expect(page.getByRole('alert').filter({ hasText: 'Nobody could answer' })).toBeVisible()
  await expect.poll(() => targetOf('CANCEL')).toBeDefined()
})

test('ACK and BYE go to the exact address that a gateway has given', async ({ dial, page }) => {
  const { targetOf } = await dial({ contact: trunk })
  await expect.poll(() => targetOf('ACK')).toBe(trunk)
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expect.poll(() => targetOf('BYE')).toBe(trunk)
})

test('a reloaded page sends BYE to that address too', async ({ dial, page }) => {
  const { targetOf, heard } = await dial({ contact: trunk })
  await expect.poll(() => targetOf('ACK')).toBeDefined()
  await page.reload()
  const request = (method: string) => heard.find((text) => text.startsWith(`${method} `)) ?? ''
  await expect.poll(() => request('BYE')).not.toBe('')
  expect(targetOf('BYE')).toBe(trunk)
  // In the dialog of the page that is gone, and after all that it said itself.
  const dialog = (method: string) =>
    ['Call-ID', 'From'].map((name) => new RegExp(`^${name}: .*$`, 'imu').exec(request(method))?.[0])
  expect(dialog('BYE')).toEqual(dialog('ACK'))
  const cseq = (method: string) => Number(/^CSeq: (\d+)/imu.exec(request(method))?.[1])
  expect(cseq('BYE')).toBeGreaterThan(cseq('INVITE'))
})
