import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { startKeyring, type Keyring } from '../../scripts/lib/keyring.ts'
import { expect, log, startChat, test as base } from '../support/centre.ts'

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
const DRAFT = 'Halbfertiger Entwurf'

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

test.describe('what must survive a crash', () => {
  test.skip(process.platform !== 'linux', 'the keyring of this test is that of Linux')

  test('with a keyring: encrypted on disk, and taken up again with draft and transcript', async ({
    openCustomer,
    hand,
    keyring,
  }) => {
    const machine = { environment: keyring.environment, args: keyring.args }
    const first = await openCustomer(machine)
    expect(first.log()).not.toContain('no keyring')
    await startChat(first.page, { message: CAPTION })
    const session = await hand.session()
    hand.centre.desk.accept(session, hand.agent)
    hand.centre.desk.message(session, hand.agent, 'Hello')
    await expect(log(first.page)).toContainText('Hello')
    // The centre keeps the message to itself for now: it must be written down to survive.
    hand.centre.faults.add({ kind: 'hang', route: 'contents.add', at: 'before', count: 1 })
    const message = first.page.getByLabel('Message', { exact: true })
    await message.fill(WORDS)
    await first.page.getByRole('button', { name: 'Send' }).click()
    await expect(log(first.page)).toContainText(WORDS)
    await hand.centre.until(() =>
      hand.centre.journal.list().some(({ faults }) => faults.includes('hang')),
    )
    const vault = join(first.userData, 'vault')
    const written = (): number => statSync(join(vault, 'vault.bin')).size
    const before = written()
    await message.fill(DRAFT)
    await expect.poll(written).toBeGreaterThanOrEqual(before + DRAFT.length)
    await first.kill()

    expect(filesWith(first.userData, [CAPTION, WORDS, DRAFT, session.id])).toEqual([])
    // Wrapped by the keyring: neither a key in plain hexadecimal, nor readable for others.
    expect(readFileSync(join(vault, 'vault.key'), 'latin1')).not.toMatch(/^[0-9a-f]{64}$/u)
    expect(readdirSync(vault).sort()).toEqual(['vault.bin', 'vault.key'])
    for (const name of readdirSync(vault)) expect(modeOf(join(vault, name))).toBe(0o600)

    const second = await openCustomer({ ...machine, home: first.home })
    await expect(log(second.page)).toContainText(CAPTION)
    await expect(log(second.page)).toContainText('Hello')
    await expect(log(second.page)).toContainText(WORDS)
    await expect(second.page.getByLabel('Message', { exact: true })).toHaveValue(DRAFT)
    await hand.centre.until(() => session.contents.some(({ text }) => text === WORDS))
    expect(session.contents.filter(({ text }) => text === WORDS)).toHaveLength(1)
    expect(hand.centre.sessions.list()).toHaveLength(1)
  })

  test('without a keyring: in memory only, and the log says so', async ({ openCustomer, hand }) => {
    const first = await openCustomer()
    expect(first.log()).toContain('"problem":"no-keyring"')
    await startChat(first.page, { message: CAPTION })
    const session = await hand.session()
    hand.centre.desk.accept(session, hand.agent)
    hand.centre.desk.message(session, hand.agent, 'Hello')
    await first.page.getByLabel('Message', { exact: true }).fill(WORDS)
    await first.page.getByRole('button', { name: 'Send' }).click()
    await hand.centre.until(() => session.contents.some(({ text }) => text === WORDS))
    await first.kill()
    expect(filesWith(first.userData, [CAPTION, WORDS, session.id])).toEqual([])
    expect(readdirSync(join(first.userData, 'vault'))).toEqual([])

    const second = await openCustomer({ home: first.home })
    await expect(second.page.getByRole('button', { name: 'Chat', exact: true })).toBeVisible()
    await expect(second.page.getByText(WORDS)).toHaveCount(0)
  })

  test('with a key file: taken up again, readable for this user only', async ({
    openCustomer,
    hand,
  }) => {
    const policy = { secrets: { store: 'key-file' } }
    const first = await openCustomer({ policy })
    await startChat(first.page, { message: CAPTION })
    const session = await hand.session()
    hand.centre.desk.accept(session, hand.agent)
    hand.centre.desk.message(session, hand.agent, 'Hello')
    await first.page.getByLabel('Message', { exact: true }).fill(WORDS)
    await first.page.getByRole('button', { name: 'Send' }).click()
    await hand.centre.until(() => session.contents.some(({ text }) => text === WORDS))
    await first.kill()
    const vault = join(first.userData, 'vault')
    expect(readdirSync(vault).sort()).toEqual(['vault.bin', 'vault.plain-key'])
    for (const name of readdirSync(vault)) expect(modeOf(join(vault, name))).toBe(0o600)
    expect(modeOf(vault)).toBe(0o700)
    expect(filesWith(first.userData, [CAPTION, WORDS, session.id])).toEqual([])

    const second = await openCustomer({ policy, home: first.home })
    await expect(log(second.page)).toContainText(WORDS)
    await hand.centre.until(() => session.queriedAt > session.createdAt)
    expect(session.contents.filter(({ text }) => text === WORDS)).toHaveLength(1)
  })

  test('a keyring that has lost the key: begun anew, and the log says so', async ({
    openCustomer,
    hand,
    keyring,
    launch,
  }) => {
    const first = await openCustomer({ environment: keyring.environment, args: keyring.args })
    await startChat(first.page, { message: CAPTION })
    await hand.session()
    await expect(log(first.page)).toContainText(CAPTION)
    await first.kill()
    // Of the same user, with another master key.
    const other = await startKeyring(launch.user)
    try {
      const { home } = first
      const { environment, args } = other
      const second = await openCustomer({ environment, args, home })
      expect(second.log()).toContain('the keyring no longer opens the vault')
      await expect(second.page.getByRole('button', { name: 'Chat', exact: true })).toBeVisible()
    } finally {
      other.close()
    }
  })
})
