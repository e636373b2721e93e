import { expect, type Page } from '@playwright/test'
import type { Centre } from '../../../simulator/centre.ts'
import type { Switches } from '../../../simulator/config/switches.ts'
import { isConnected, type Session } from '../../../simulator/model/session.ts'
import { log, startChat } from '../../kit/centre/centre.ts'
import { field, say } from '../../kit/page/chat.ts'

/** One app, on Home, and the centre that it talks to, under one switch. */
export interface Walk {
  readonly page: Page
  readonly centre: Centre
  readonly switches: Readonly<Switches>
}

const patience = { timeout: 30_000 }
const NUMBER = '040 5550142'

/** The texts of the customer that arrived at the agents' side, whether or not the centre keeps them. */
function arrivals(centre: Centre): { readonly texts: string[]; stop(): void } {
  const texts: string[] = []
  const stop = centre.events.on((event) => {
    if (event.type === 'content' && event.content.author === 'customer')
      texts.push(event.content.text)
  })
  return { texts, stop }
}

async function arrived(centre: Centre, what: string, holds: () => boolean): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`in vain: ${what}`))
    }, patience.timeout)
  })
  try {
    await Promise.race([centre.until(holds), late])
  } finally {
    clearTimeout(timer)
  }
}

async function begin({ page, centre }: Walk): Promise<Session> {
  await startChat(page)
  const open = (): Session | undefined => centre.sessions.list().find(isConnected)
  await arrived(centre, 'a session', () => open() !== undefined)
  const session = open()
  const [agent] = centre.agents
  if (session === undefined || agent === undefined) throw new Error('no session')
  centre.desk.accept(session, agent)
  centre.desk.message(session, agent, 'Hello <B>Jonas</B>')
  await expect(log(page)).toContainText('Hello Jonas', patience)
  await expect(log(page)).toContainText('Welcome', patience)
  return session
}

/** What was shown was shown once, without markup and without agents' keys. */
async function expectClean(page: Page, once: readonly string[]): Promise<void> {
  const text = await log(page).innerText()
  for (const words of once) {
    expect(text.split(words), `"${words}" stands once in the log`).toHaveLength(2)
  }
  expect(text, 'markup in the log').not.toMatch(/<\/?[a-z]/iu)
}

async function backHome(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Done', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Chat', exact: true })).toBeVisible(patience)
}

/** The whole of a chat: words, typing, a page, a number, the queue, another token, the customer's end. */
export async function walkChat(walk: Walk): Promise<void> {
  const { page, centre, switches } = walk
  const [agent, colleague] = centre.agents
  if (agent === undefined || colleague === undefined) throw new Error('two agents are needed')
  const { desk } = centre
  const heard = arrivals(centre)
  const session = await begin(walk)

  // Words both ways, and an emoji as far as the centre takes one.
  await say(page, 'question one.')
  await arrived(centre, 'question one', () => heard.texts.includes('question one.'))
  desk.message(session, agent, 'answer one.')
  await expect(log(page)).toContainText('answer one.', patience)
  await say(page, 'Thanks 👍 a lot')
  if (switches.emoji === 'refuse') {
    await expect(log(page)).toContainText('Not delivered.', patience)
    await log(page).getByRole('button', { name: 'Discard' }).click()
  } else {
    await arrived(centre, 'an emoji', () => heard.texts.some((text) => text.startsWith('Thanks')))
  }

  // Typing, in each direction.
  await expect(async () => {
    desk.typing(session, agent, true)
    await expect(page.locator('[data-typing]')).toBeVisible({ timeout: 1500 })
  }).toPass(patience)
  await field(page).pressSequentially('I am wri')
  await arrived(centre, 'typing', () => session.customerTyping)
  await field(page).fill('')

  // A page.
  desk.pushUrl(session, agent, 'https://shop.example/guide')
  await expect(log(page)).toContainText('showed you a page', patience)
  await expect(log(page)).toContainText('shop.example', patience)

  // A number, once.
  desk.makeCall(session, agent)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Phone number').fill(NUMBER)
  await dialog.getByRole('button', { name: 'Call me on this number' }).click()
  await arrived(centre, 'a number', () => session.phoneNumbers.length > 0)
  await expect(page.getByText(/will call you on .\+49\s40\s5550142/u)).toBeVisible(patience)
  expect(session.phoneNumbers).toHaveLength(1)

  // The token is gone; so is the agent, for a moment.
  centre.tokens.revokeAll()
  desk.requeue(session, agent)
  await expect(log(page)).toContainText('You are back in the queue', patience)
  desk.accept(session, colleague)
  desk.message(session, colleague, 'answer two.')
  await expect(log(page)).toContainText('answer two.', patience)
  await expect(dialog).toHaveCount(0)
  if (switches.maxTextLength > 0) await sayTooMuch(walk, heard.texts)
  if (switches.queryWhenFull === 'refuse') await fillUp(walk)

  await expectClean(page, [
    'My light is blinking',
    'Hello Jonas',
    'question one.',
    'answer one.',
    'showed you a page',
    'answer two.',
  ])
  expect(heard.texts.filter((text) => text === 'question one.')).toHaveLength(1)
  heard.stop()

  await page.getByRole('button', { name: 'End chat' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End chat' }).click()
  await expect(page.getByRole('heading', { name: /thank you/iu })).toBeVisible(patience)
  // A DELETE whose body is dropped leaves the session to its own end (C7).
  if (switches.deleteBody === 'honoured') {
    await arrived(centre, 'the end', () => session.endedBy === 'customer')
  }
  await backHome(page)
  centre.sessions.clear()
}

/** More than the centre takes: it is refused and said to be, or cut and sent once. */
async function sayTooMuch(
  { page, centre, switches }: Walk,
  texts: readonly string[],
): Promise<void> {
  const long = `too long ${'x'.repeat(switches.maxTextLength)}`
  await say(page, long)
  if (switches.overlongText === 'refuse') {
    await expect(log(page)).toContainText('Not delivered.', patience)
    await log(page).getByRole('button', { name: 'Discard' }).click()
    return
  }
  await arrived(centre, 'a long text', () => texts.some((text) => text.startsWith('too long')))
  await say(page, 'question two.')
  await arrived(centre, 'question two', () => texts.includes('question two.'))
  expect(texts.filter((text) => text.startsWith('too long'))).toHaveLength(1)
}

/** Polls are refused for a while: the chat stays, and goes on (C11). */
async function fillUp({ page, centre }: Walk): Promise<void> {
  const { maxSessions } = centre.settings
  const refused = (): number =>
    centre.journal
      .list()
      .filter(({ route, status }) => route === 'contents.query' && status === 503).length
  const before = refused()
  centre.settings.maxSessions = 1
  await arrived(centre, 'two refused polls', () => refused() >= before + 2)
  await expect(field(page)).toBeVisible()
  centre.settings.maxSessions = maxSessions
  const [session] = centre.sessions.list()
  const agent = session?.agents[0]
  if (session === undefined || agent === undefined) throw new Error('the session is gone')
  centre.desk.message(session, agent, 'there again.')
  await expect(log(page)).toContainText('there again.', patience)
}

/** A chat that the agent ends while the customer types: pending words first, then the end (R34). */
export async function walkAgentsEnd(walk: Walk): Promise<void> {
  const { page, centre } = walk
  const session = await begin(walk)
  const [agent] = session.agents
  if (agent === undefined) throw new Error('no agent')
  await field(page).pressSequentially('I am')
  centre.desk.message(session, agent, 'A last word')
  centre.desk.disconnect(session, agent)
  await expect(log(page)).toContainText('A last word', patience)
  await expect(page.getByRole('heading', { name: /thank you/iu })).toBeVisible(patience)
  await backHome(page)
  centre.sessions.clear()
}

/** A chat that the centre sends elsewhere: the page is offered, and the visit ends well (R107). */
export async function walkRedirect(walk: Walk): Promise<void> {
  const { page, centre } = walk
  const session = await begin(walk)
  centre.desk.redirect(session, 'https://help.example/')
  await expect(page.getByRole('heading', { name: /go on at help\.example/u })).toBeVisible(patience)
  await backHome(page)
  centre.sessions.clear()
}

/** A callback with both windows; or, where no queue takes any, the sentence that says so. */
export async function walkCallback({ page, centre, switches }: Walk): Promise<void> {
  const queues = centre.data.units.flatMap(({ callbackQueues }) => callbackQueues)
  const none = switches.availabilityEmpty === 'no-body'
  for (const queue of queues) queue.eligible = !none
  await page.getByRole('button', { name: 'Call me back', exact: true }).click()
  if (none) {
    await expect(
      page.getByRole('heading', { name: 'Nobody can take callbacks at the moment.' }),
    ).toBeVisible(patience)
    await page.getByRole('button', { name: 'Back to the start' }).click()
    for (const queue of queues) queue.eligible = true
    return
  }
  const known = centre.callbacks.list().length
  await page
    .getByLabel('Topic')
    .getByRole('radio')
    .first()
    .check({ force: true, ...patience })
  await page.getByRole('radio', { name: 'Tomorrow' }).check({ force: true })
  await page.getByRole('radio', { name: '10:00–12:00' }).check({ force: true })
  await page.getByRole('button', { name: /Add a second time/u }).click()
  await page.getByRole('radio', { name: '14:00–16:00' }).check({ force: true })
  // The same again would be asked about before it is sent.
  await page.getByLabel('Phone number').fill(`0170 5550${100 + known}`)
  await page.getByLabel('Your name').fill('Jonas')
  await page.getByRole('checkbox').check({ force: true })
  await page.getByRole('button', { name: 'Request callback' }).click()
  await expect(page.getByRole('heading', { name: /Thank you, Jonas/u })).toBeVisible(patience)
  expect(centre.callbacks.list()).toHaveLength(known + 1)
  await backHome(page)
}
