import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sandboxArguments } from '../../scripts/lib/electron-launch.ts'
import { expect, test as base } from '../kit/centre/centre.ts'
import {
  startSecretService,
  type KeyringState,
  type SecretService,
} from '../kit/machine/keyring-states.ts'
import { startAgain } from '../kit/app/start-again.ts'
import { storeSecret } from '../kit/app/store-secret.ts'

interface Fixtures {
  /** A real keyring in this state. */
  readonly inState: (state: KeyringState) => Promise<SecretService>
}

const test = base.extend<Fixtures>({
  inState: async ({ launch, display }, use) => {
    const open: SecretService[] = []
    await use(async (state) => {
      const service = await startSecretService(launch, display.environment, state)
      open.push(service)
      return service
    })
    for (const { close } of open) close()
  },
})

/** gnome-keyring's prompter, which the app must never bring up. */
const PROMPTER = '/usr/libexec/gcr-prompter'

test.describe('a keyring that would prompt', () => {
  test.skip(process.platform !== 'linux', 'the keyring of this test is that of Linux')

  for (const [state, finding] of [
    ['locked', 'The keyring is there but locked'],
    ['no collection', 'The keyring is there, but has no default collection'],
    ['silent', 'The keyring does not answer'],
  ] as const) {
    test(`${state}: no prompt, no hang, and the self-test reports it`, async ({
      inState,
      openCustomer,
      launch,
      hand,
    }) => {
      test.skip(!existsSync(PROMPTER), 'gcr is not there')
      const keyring = await inState(state)
      const { environment } = keyring
      const customer = await openCustomer({ environment })
      await expect(customer.page.getByRole('button', { name: 'Chat', exact: true })).toBeVisible()
      expect(customer.log()).toContain('kept in memory for this run only')
      const { home, userData } = customer
      await customer.close()
      expect(await keyring.hasPrompter()).toBe(false)

      const file = join(home, 'policy.json')
      const doctor = await startAgain(
        launch,
        [
          ...sandboxArguments(launch.sandbox),
          `--user-data-dir=${userData}`,
          launch.app,
          `--config=${file}`,
          '--doctor',
        ],
        environment,
      )
      expect(doctor.stdout).toContain(finding)
      expect(doctor.code).toBe(1)
      const words = { launch, environment, policy: file, name: 'client-secret' }
      // More than once: it is its end that failed, and not always. Side by side: most of it is waiting for the keyring.
      const runs = Array.from({ length: state === 'silent' ? 6 : 1 }, async (_, run) => {
        const stored = await storeSecret({
          ...words,
          userData: run === 0 ? userData : join(home, `data-${run}`),
          secret: hand.centre.clientSecret,
        })
        expect(stored.output).toContain('nothing was stored')
        expect(stored.code).toBe(1)
      })
      await Promise.all(runs)
      expect(await keyring.hasPrompter()).toBe(false)
      if (state === 'silent') return
      // Whoever does not ask first brings it up.
      keyring.touch()
      await expect.poll(() => keyring.hasPrompter()).toBe(true)
    })
  }

  test('keyring without a password, started on demand, is used', async ({
    inState,
    openCustomer,
  }) => {
    const keyring = await inState('activatable')
    const customer = await openCustomer({ environment: keyring.environment })
    expect(customer.log()).not.toContain('keyring')
    expect(existsSync(join(customer.userData, 'vault', 'vault.key'))).toBe(true)
    expect(await keyring.hasPrompter()).toBe(false)
  })
})
