import { seededRandom } from '../../simulator/support/random.ts'
import { startKeyring } from '../../scripts/lib/keyring.ts'
import { runCrash } from '../campaigns/crash.ts'
import { makePayloads } from '../campaigns/lib/markup-payloads.ts'
import { runMarkup } from '../campaigns/markup.ts'
import { expect, test } from '../support/centre.ts'

/** A short run of each campaign that needs the real app; `npm run campaign` has the long ones. */
test.describe('campaigns, in short', () => {
  test.setTimeout(240_000)

  test('100 hostile payloads: nothing runs, nothing is asked for', async ({ launch, display }) => {
    const random = seededRandom('markup, in short')
    const all = makePayloads(random, 1600)
    // From all over the list, so that each class has some.
    const payloads = all.filter((_, place) => place % 16 === 0).slice(0, 100)
    const figures = await runMarkup({ seed: 1, payloads, stage: { launch, display }, say: ignore })
    expect(figures).toEqual({ payloads: 100, executed: 0, requests: 0, errors: 0, findings: [] })
  })

  test('5 kills: every session goes on or is ended', async ({ launch, display }) => {
    test.skip(process.platform !== 'linux', 'the keyring of this test is that of Linux')
    const keyring = await startKeyring(launch.user)
    try {
      const said: string[] = []
      const figures = await runCrash({
        seed: 20_260_115,
        kills: 5,
        stage: { launch, display },
        keyring,
        say: (line) => said.push(line),
      })
      const { resumed, ended, lost, duplicated, reordered, leaked } = figures
      expect({ lost, duplicated, reordered, leaked }, said.join('\n')).toEqual({
        lost: 0,
        duplicated: 0,
        reordered: 0,
        leaked: 0,
      })
      expect(resumed + ended).toBe(5)
    } finally {
      keyring.close()
    }
  })
})

function ignore(): void {
  // The figures say enough.
}
