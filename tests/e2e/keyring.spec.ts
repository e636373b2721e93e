import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoPolicy, type PolicyPart } from '../kit/app/demo-policy.ts'
import { startKeyring, type Keyring } from '../kit/machine/keyring.ts'
import { handOver } from '../kit/machine/unprivileged.ts'
import { expect, fillChat, log, test as base, type HandCentre } from '../kit/centre/centre.ts'
import { field, say, talking } from '../kit/page/chat.ts'
import { storeSecret } from '../kit/app/store-secret.ts'
import { readVault } from '../kit/app/vault.ts'
import { textOf } from '../kit/page/texts.ts'
import { privateFolder, removeFolder } from '../kit/machine/folders.ts'

interface Fixtures {
  /** A real keyring of this test's own, unlocked. */
  readonly keyring: Keyring
}

const test = base.extend<Fixtures>({
  keyring: async ({ launch }, use) => {
    const keyring = await startKeyring(launch.user)
    await use(keyring)
    keyring.close()
  },
})

const CAPTION = 'Kaffeemaschine undicht'
const WORDS = 'Geheimnisvoll wie der Mond'
/** So long that what is written with it is larger, whatever else goes out of the file meanwhile. */
const DRAFT = 'Halbfertiger Entwurf. '.repeat(20).trim()

/** Every file below a folder. */
function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Files in which one of these texts stands, in UTF-8 or UTF-16. */
function filesWith(folder: string, texts: readonly string[]): readonly string[] {
  return filesOf(folder).filter((file) => {
    const bytes = readFileSync(file)
    return texts.some(
      (text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')),
    )
  })
}

const modeOf = (file: string): number => statSync(file).mode & 0o777

/** A contact point's own folder, with a policy that the test looks after. */
function contactPoint(user: Parameters<typeof handOver>[0], hand: HandCentre, part: PolicyPart) {
  const home = privateFolder(user, 'secrets')
  const [file, userData] = [join(home, 'own.json'), join(home, 'data')]
  writeFileSync(file, JSON.stringify(demoPolicy(hand.addresses, part)), { mode: 0o600 })
  mkdirSync(userData, { mode: 0o700 })
  handOver(user, home)
  return { home, file, userData }
}

/** How often the centre has let the app in. */
function tokens({ centre }: HandCentre): number {
  return centre.journal.list().filter(({ route, status }) => route === 'token' && status === 200)
    .length
}

async function letIn(hand: HandCentre, times: number): Promise<void> {
  await expect.poll(() => tokens(hand)).toBeGreaterThanOrEqual(times)
}

test.describe('surviving a crash', () => {
  test.skip(process.platform !== 'linux', 'the keyring of this test is that of Linux')

  test('with a keyring: secrets move into it, the session resumes, and an unreadable vault is recreated', async ({
    openCustomer,
    hand,
    keyring,
    launch,
    display,
  }) => {
    test.setTimeout(120_000)
    const { centre, agent } = hand
    const { home, file, userData } = contactPoint(launch.user, hand, {
      call: { password: 'canary-sip', turnSecret: 'canary-turn' },
    })
    const { environment } = keyring
    // Without --password-store: where no desktop is known, the app names the keyring itself.
    const first = await openCustomer({ environment, args: [`--config=${file}`], home })
    expect(first.log()).not.toContain('no keyring')
    await test.step('secrets have moved from the policy into the keyring', async () => {
      expect(first.log()).toContain('moved from the policy file')
      await letIn(hand, 1)
      const secrets = [hand.centre.clientSecret, 'canary-sip', 'canary-turn']
      expect(secrets.filter((secret) => readFileSync(file, 'utf8').includes(secret))).toEqual([])
      expect(modeOf(file)).toBe(0o600)
      expect(filesWith(userData, secrets)).toEqual([])
      expect(modeOf(join(userData, 'vault', 'secrets.bin'))).toBe(0o600)
    })
    await test.step('a running contact point keeps its vault to itself', async () => {
      const busy = await storeSecret({
        ...{ launch, userData, policy: file, name: 'client-secret', secret: 'x' },
        environment: { ...display.environment, ...environment },
      })
      expect(busy.output).toContain('end the running contact point first')
      expect(busy.code).toBe(1)
    })
    const chat = await talking(first.page, hand, { message: CAPTION })
    await say(first.page, 'before the cut')
    await centre.until(() => chat.contents.some(({ text }) => text === 'before the cut'))
    // The centre keeps the message to itself for now: it must be written down to survive.
    centre.faults.add({ kind: 'hang', route: 'contents.add', at: 'before', count: 0 })
    await say(first.page, WORDS)
    await expect(log(first.page)).toContainText(WORDS)
    await centre.until(() => centre.journal.list().some(({ faults }) => faults.includes('hang')))
    const vault = join(userData, 'vault')
    const written = (): number => statSync(join(vault, 'vault.bin')).size
    const before = written()
    await field(first.page).fill(DRAFT)
    await expect.poll(written).toBeGreaterThanOrEqual(before + DRAFT.length / 2)
    await first.kill()

    const said = [CAPTION, WORDS, DRAFT, 'before the cut', 'Hello Jonas', chat.id]
    expect(filesWith(userData, said)).toEqual([])
    // Wrapped by the keyring: neither a key in plain hexadecimal, nor readable for others.
    expect(readFileSync(join(vault, 'vault.key'), 'latin1')).not.toMatch(/^[0-9a-f]{64}$/u)
    expect(readdirSync(vault).sort()).toEqual(['secrets.bin', 'vault.bin', 'vault.key'])
    for (const name of readdirSync(vault)) expect(modeOf(join(vault, name))).toBe(0o600)
    centre.faults.clear()
    centre.desk.message(chat, agent, 'Still with you')

    const asked = tokens(hand)
    const args = [...keyring.args, `--config=${file}`]
    const second = await openCustomer({ environment, args, home })
    await letIn(hand, asked + 1)
    expect(second.log()).not.toContain('there is no client secret')
    await expect(log(second.page)).toContainText('Still with you', { timeout: 30_000 })
    await expect(field(second.page)).toHaveValue(DRAFT)
    await centre.until(() => chat.contents.some(({ text }) => text === WORDS))
    const mine = chat.contents.filter(({ author }) => author === 'customer').map(({ text }) => text)
    expect(mine).toEqual([CAPTION, 'before the cut', WORDS])
    expect(centre.sessions.list()).toHaveLength(1)
    const text = (await log(second.page).textContent()) ?? ''
    for (const once of [CAPTION, 'before the cut', WORDS, 'Hello Jonas', 'Still with you']) {
      expect(text.split(once)).toHaveLength(2)
    }
    await second.page.getByRole('button', { name: 'End chat' }).click()
    await second.page.getByRole('dialog').getByRole('button', { name: 'End chat' }).click()
    await centre.until(() => chat.endedBy === 'customer')
    await second.page.getByRole('button', { name: textOf('chat.ended.again') }).click()
    await fillChat(second.page, { message: CAPTION })
    await hand.session(1)
    await expect(log(second.page)).toContainText(CAPTION)
    await second.kill()

    await test.step('a lost key leads to a new vault and a log message', async () => {
      // Of the same user, with another master key.
      const other = await startKeyring(launch.user)
      try {
        const machine = { environment: other.environment, args: other.args }
        const third = await openCustomer({ ...machine, home })
        expect(third.log()).toContain('the key of the vault is lost')
        const aside = readdirSync(join(vault, 'lost-1'))
        expect(aside.sort()).toEqual(['secrets.bin', 'vault.bin', 'vault.key'])
        await expect(third.page.getByRole('button', { name: 'Chat', exact: true })).toBeVisible()
        await expect(third.page.locator('body')).not.toContainText(CAPTION)
        await third.close()
      } finally {
        other.close()
      }
    })
  })

  test('with a key file: chat resumes, and only this user can read the file', async ({
    openCustomer,
    hand,
  }) => {
    const policy = { secrets: { store: 'key-file' } }
    const first = await openCustomer({ policy })
    const session = await talking(first.page, hand, { message: CAPTION })
    await say(first.page, WORDS)
    await hand.centre.until(() => session.contents.some(({ text }) => text === WORDS))
    await expect(() => {
      expect(readVault(first.userData)).toContain(WORDS)
    }).toPass()
    await first.kill()
    const vault = join(first.userData, 'vault')
    // The cut can come while a file is written: what is half written goes at the next start.
    const half = join(vault, 'vault.bin.tmp-0123456789abcdef')
    writeFileSync(half, 'half', { mode: 0o600 })
    const whole = readdirSync(vault).filter((name) => !name.includes('.tmp-'))
    expect(whole.sort()).toEqual(['secrets.bin', 'vault.bin', 'vault.plain-key'])
    for (const name of readdirSync(vault)) expect(modeOf(join(vault, name))).toBe(0o600)
    expect(modeOf(vault)).toBe(0o700)
    expect(filesWith(first.userData, [CAPTION, WORDS, session.id])).toEqual([])

    const second = await openCustomer({ policy, home: first.home })
    expect(existsSync(half)).toBe(false)
    await expect(log(second.page)).toContainText(WORDS)
    await hand.centre.until(() => session.queriedAt > session.createdAt)
    expect(session.contents.filter(({ text }) => text === WORDS)).toHaveLength(1)
  })
})

test.describe('client secret, SIP password, TURN secret', () => {
  test.skip(process.platform !== 'linux', 'the keyring of this test is that of Linux')

  test('administrator stores them with --store-secret', async ({
    openCustomer,
    hand,
    keyring,
    launch,
    display,
  }) => {
    const { home, file, userData } = contactPoint(launch.user, hand, {
      centre: { clientSecret: '' },
    })
    const environment = { ...display.environment, ...keyring.environment }
    const words = { launch, environment, userData, policy: file, name: 'client-secret' }
    const stored = await storeSecret({ ...words, secret: `${hand.centre.clientSecret}\n` })
    expect(stored.output).toContain('the client-secret is in the vault (keyring)')
    expect(stored.code).toBe(0)
    const unknown = await storeSecret({ ...words, name: 'sip', secret: 'canary-sip' })
    expect(unknown.output).toContain('known are client-secret, sip-password, turn-secret')
    expect(unknown.output).not.toContain('canary')
    expect(unknown.code).toBe(1)
    expect(filesWith(home, [hand.centre.clientSecret, 'canary-sip'])).toEqual([])

    const { environment: bus } = keyring
    const opened = await openCustomer({ environment: bus, args: [`--config=${file}`], home })
    await letIn(hand, 1)
    await opened.close()
    removeFolder(home)
  })

  test('without a keyring: secrets stay in memory for this run, and the self-test reports it', async ({
    openCustomer,
    hand,
    launch,
    display,
  }) => {
    const { home, file, userData } = contactPoint(launch.user, hand, {})
    const before = readFileSync(file, 'utf8')
    // The store that Chromium would fall back to: plain text.
    const args = [`--config=${file}`, '--password-store=basic']
    const first = await openCustomer({ args, home })
    await letIn(hand, 1)
    expect(first.log()).toMatch(/"problem":"(?:no|plain-text)-keyring"/u)
    expect(first.log()).toContain('install gnome-keyring and libsecret-1-0')
    const chat = await talking(first.page, hand, { message: CAPTION })
    await say(first.page, WORDS)
    await hand.centre.until(() => chat.contents.some(({ text }) => text === WORDS))
    await first.kill()
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(filesWith(userData, [hand.centre.clientSecret, CAPTION, WORDS, chat.id])).toEqual([])
    expect(readdirSync(join(userData, 'vault'))).toEqual([])

    // Nothing is taken up, and no ghost is shown.
    const second = await openCustomer({ args: [`--config=${file}`], home })
    await expect(second.page.getByRole('button', { name: 'Chat', exact: true })).toBeVisible()
    await expect(second.page.locator('body')).not.toContainText('Hello Jonas')
    expect(second.log()).toContain('"problem":"no-keyring"')
    await second.close()
    const words = { launch, environment: display.environment, userData, policy: file }
    const refused = await storeSecret({ ...words, name: 'client-secret', secret: 'canary' })
    expect(refused.code).toBe(1)
    expect(refused.output).toContain('nothing was stored')
    expect(refused.output).toContain(
      'callpoint: There is no keyring to keep the secrets: install gnome-keyring and libsecret-1-0',
    )
    expect(filesWith(home, ['canary'])).toEqual([])
    removeFolder(home)
  })
})
