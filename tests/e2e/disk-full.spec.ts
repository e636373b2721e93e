import { execFileSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { isRoot } from '../../scripts/lib/paths.ts'
import { faultsIn, refuseFaults } from '../kit/app/callpoint.ts'
import { expect, log, test as base } from '../kit/centre/centre.ts'
import { say, talking } from '../kit/page/chat.ts'
import { goAhead } from '../kit/clock/main-clock.ts'
import { textOf } from '../kit/page/texts.ts'
import { privateFolder, removeFolder } from '../kit/machine/folders.ts'

/** A disk of the app's own, on which its user data lie. */
interface Disk {
  readonly home: string
  readonly data: string
  /** Leaves no byte on it. */
  fill(): void
  makeRoom(): void
}

const test = base.extend<{ readonly disk: Disk }>({
  disk: async ({ launch }, use, info) => {
    const home = privateFolder(launch.user, 'disk')
    const data = join(home, 'data')
    mkdirSync(data)
    const owner = launch.user === undefined ? '' : `,uid=${launch.user.uid},gid=${launch.user.gid}`
    const options = `size=48m,mode=700${owner}`
    let isMounted = false
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', data], { stdio: 'pipe' })
      isMounted = true
    } catch {
      // Not root, or a container that may not.
    }
    info.skip(!isMounted, 'a file system cannot be mounted here')
    const ballast = join(data, 'ballast')
    await use({
      home,
      data,
      fill() {
        const { bavail, bsize } = statfsSync(data)
        writeFileSync(ballast, Buffer.alloc(bavail * bsize))
      },
      makeRoom: () => rmSync(ballast),
    })
    execFileSync('umount', ['-l', data])
    removeFolder(home)
  },
})

const POLICY = { secrets: { store: 'key-file' } }

/** Ids of what the self-test says is to mend, as the staff page of a desk would show it. */
async function toMend(page: Page): Promise<readonly string[]> {
  return await page.evaluate(async () => {
    interface Staff {
      ask(): Promise<unknown>
      check(ask: object): Promise<unknown>
      close(): Promise<unknown>
      view: { read(): Promise<{ findings: readonly { id: string; verdict: string }[] }> }
    }
    const { staff } = Reflect.get(window, 'callpoint') as { staff: Staff }
    await staff.ask()
    await staff.check({ devices: null })
    const { findings } = await staff.view.read()
    await staff.close()
    return findings.filter(({ verdict }) => verdict === 'mend').map(({ id }) => id)
  })
}

/** What stands below the customer's own messages: nothing, "Sent", "Delivered", ... */
async function deliveries(page: Page): Promise<string> {
  return await log(page).innerText()
}

test.describe('a disk that cannot be written', () => {
  test.skip(process.platform !== 'linux' || !isRoot(), 'file systems are mounted by root')

  test('full disk: chat continues, and messages shown as delivered are at the centre', async ({
    openCustomer,
    hand,
    disk,
  }) => {
    const { centre, agent } = hand
    const customer = await openCustomer({ policy: POLICY, home: disk.home })
    const { page } = customer
    const chat = await talking(page, hand)
    const mine = () =>
      chat.contents.filter(({ author }) => author === 'customer').map(({ text }) => text)
    await say(page, 'before')
    await expect(log(page)).toContainText('before')
    disk.fill()
    // Longer than any room that is left within a block.
    const long = `while full ${'and full '.repeat(100)}`.trim()
    for (const text of ['while full', long, 'still full']) {
      await say(page, text)
      await expect(log(page).getByText(text, { exact: true })).toBeVisible()
      await expect.poll(mine).toContain(text)
    }
    centre.desk.message(chat, agent, 'I read you')
    await expect(log(page)).toContainText('I read you')
    await expect(page.getByText(textOf('call.callFailedError'))).toHaveCount(0)
    disk.makeRoom()
    await say(page, 'after')
    await expect.poll(mine).toContain('after')
    await expect(log(page)).toContainText('Delivered')
    expect(mine()).toEqual([
      'My light is blinking',
      'before',
      'while full',
      long,
      'still full',
      'after',
    ])
    const shown = await deliveries(page)
    for (const text of mine())
      expect(shown.split('\n').filter((line) => line === text)).toHaveLength(1)
    await customer.close()
  })

  test('full disk at startup: customer can chat', async ({ openCustomer, hand, disk }) => {
    disk.fill()
    const customer = await openCustomer({ policy: POLICY, home: disk.home })
    const chat = await talking(customer.page, hand)
    await say(customer.page, 'without room')
    await hand.centre.until(() => chat.contents.some(({ text }) => text === 'without room'))
    expect(await toMend(customer.page)).toContain('disk')
    await customer.close()
  })

  test('folder of another user: logged once, reported by the self-test, written afterwards', async ({
    openCustomer,
    hand,
    launch: { user },
  }) => {
    test.skip(user === undefined, 'the app runs as the one who owns everything')
    if (user === undefined) return
    const options = { policy: POLICY, heldClock: true }
    const customer = await openCustomer(options)
    const { page } = customer
    const chat = await talking(page, hand)
    await say(page, 'before')
    await hand.centre.until(() => chat.contents.some(({ text }) => text === 'before'))
    expect(await toMend(page)).not.toContain('kept')
    const folders = ['vault', 'logs'].map((name) => join(customer.userData, name))
    for (const folder of folders) chownSync(folder, 0, 0)
    for (const text of ['one', 'two', 'three']) {
      await say(page, text)
      await hand.centre.until(() => chat.contents.some((content) => content.text === text))
    }
    await expect(page.getByText(textOf('call.callFailedError'))).toHaveCount(0)
    expect(await toMend(page)).toEqual(expect.arrayContaining(['kept', 'log']))
    for (const folder of folders) chownSync(folder, user.uid, user.gid)
    // By itself, within the time of one attempt.
    await goAhead(customer, 10_000)
    await expect.poll(customer.log).toContain('can be written again')
    expect(await toMend(page)).not.toContain('kept')
    expect(await toMend(page)).not.toContain('log')
    expect(customer.log()).toContain('lines before this one could not be written')
    expect(customer.log().split('cannot be written: kept in memory').length).toBeLessThanOrEqual(2)
    await customer.kill()

    const second = await openCustomer({ ...options, home: customer.home })
    await expect(log(second.page)).toContainText('three', { timeout: 30_000 })
    const mine = chat.contents.filter(({ author }) => author === 'customer').map(({ text }) => text)
    expect(mine).toEqual(['My light is blinking', 'before', 'one', 'two', 'three'])
    await second.close()
  })
})

test('uncaught error is logged, counted, and fails the test that closes the app', async ({
  openCustomer,
}) => {
  const customer = await openCustomer({ faultsWanted: true })
  await customer.app.evaluate(() => {
    void Promise.reject(new Error('canary of a promise'))
    setImmediate(() => {
      throw new Error('canary of a timer')
    })
  })
  await expect.poll(() => faultsIn(customer.log())).toHaveLength(2)
  const [first = '', second = ''] = faultsIn(customer.log())
  expect(`${first}${second}`).toContain('canary of a promise')
  expect(`${first}${second}`).toMatch(/canary of a timer","stack":" +at /u)
  expect(second).toContain('"count":2')
  expect(() => refuseFaults(customer.log())).toThrow('canary of a promise')
})

test('app recreates a log that was moved or deleted', async ({ openCustomer }) => {
  const customer = await openCustomer()
  const file = join(customer.userData, 'logs', 'callpoint.log')
  const visit = async () => {
    await customer.page.evaluate('callpoint.visit.end()')
    await customer.page.evaluate('callpoint.visit.touch()')
  }
  renameSync(file, `${file}.moved`)
  await visit()
  await expect.poll(() => existsSync(file)).toBe(true)
  await expect.poll(customer.log).toContain('visit begins')
  rmSync(join(customer.userData, 'logs'), { recursive: true })
  await visit()
  await expect.poll(customer.log).toContain('visit begins')
})
