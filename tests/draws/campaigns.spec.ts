import { join } from 'node:path'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { seededRandom } from '../../simulator/support/random.ts'
import { startKeyring } from '../kit/machine/keyring.ts'
import { runCrash } from '../campaigns/crash.ts'
import { runEscape } from '../campaigns/escape.ts'
import { CASES, runKill } from '../campaigns/kill.ts'
import { makePayloads } from '../campaigns/lib/markup-payloads.ts'
import { readPastes } from '../campaigns/lib/paste-files.ts'
import { readProduct } from '../campaigns/lib/paste-product.ts'
import { runMarkup } from '../campaigns/markup.ts'
import { runPaste } from '../campaigns/paste.ts'
import { runSoak } from '../campaigns/soak.ts'
import { expect, test } from '../kit/centre/centre.ts'

/** A short run of each campaign that needs the real app; `npm run campaign` has the long ones. */
test.describe('campaigns, in short', () => {
  test('60 hostile payloads: nothing executes, nothing is loaded', async ({ launch, display }) => {
    const random = seededRandom('markup, in short')
    const all = makePayloads(random, 1600)
    // From all over the list, so that each class has some.
    const payloads = all.filter((_, place) => place % 26 === 0).slice(0, 60)
    const figures = await runMarkup({ seed: 1, payloads, stage: { launch, display }, say: ignore })
    expect(figures).toEqual({ payloads: 60, executed: 0, requests: 0, errors: 0, findings: [] })
  })

  test('2 kills: every session continues or ends', async ({ launch, display }) => {
    test.skip(process.platform !== 'linux', 'the keyring of this test is that of Linux')
    const keyring = await startKeyring(launch.user)
    try {
      const said: string[] = []
      const figures = await runCrash({
        seed: 20_260_115,
        kills: 2,
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
      expect(resumed + ended).toBe(2)
    } finally {
      keyring.close()
    }
  })

  test('main is killed during a conversation: customer resumes, nothing is lost', async ({
    launch,
    display,
  }) => {
    test.skip(process.platform !== 'linux', 'processes are found as Linux has them')
    const said: string[] = []
    const figures = await runKill({
      seed: 1,
      // The watchdog's own test kills the others.
      from: CASES.filter(({ state, victim }) => state === 'talking' && victim === 'main'),
      stage: { launch, display },
      say: (line) => said.push(line),
    })
    const { kills, lost, leaked, crashes } = figures
    expect({ kills, lost, leaked, crashes }, said.join('\n')).toEqual({
      kills: 1,
      lost: 0,
      leaked: 0,
      crashes: 0,
    })
    // How long each took is a matter of the machine here: the campaign judges it.
    expect(said.join('\n')).not.toContain('not back')
  })

  test('2 visits: no data of a visit remains', async ({ launch, display }) => {
    test.skip(process.platform !== 'linux', 'processes are found as Linux has them')
    const stage = { launch, display }
    const figures = await runSoak({ seed: 5, visits: 2, calls: false, stage, say: ignore })
    expect(figures).toMatchObject({ visits: 2, found: [], leaked: 0 })
  })

  test('6 ways out of a kiosk: all are closed', async ({ launch, display }) => {
    const stage = { launch, display }
    const figures = await runEscape({ seed: 20_261_123, stage, count: 6, say: ignore })
    expect(figures.open).toEqual([])
    expect(figures.vectors).toBeGreaterThan(6)
  })

  test('pastes of every kind of program: the app reads what a browser reads', async () => {
    const pastes = await readPastes(join(repositoryRoot, 'tests', 'fixtures', 'pastes'))
    const figures = await runPaste({ pastes, say: ignore })
    expect(figures.findings).toEqual([])
    expect(figures.files).toBe(pastes.length)
    expect(figures.files).toBeGreaterThan(12)
  })

  test('pastes that are read wrong are counted, by what is wrong', async () => {
    const html = '<p>one</p><p>two <b>three</b> <a href="https://www.example.com/">four</a></p>'
    const spoilt = [
      ['text', 'one', ''],
      ['lines', '</p><p>', ' '],
      ['links', 'href', 'title'],
      ['emphasis', '<b>', '<span>'],
    ] as const
    for (const [kind, from, to] of spoilt) {
      const figures = await runPaste({
        pastes: [{ name: 'a paste', html }],
        read: (markup) => readProduct(markup.replace(from, to)),
        say: ignore,
      })
      const { files, text, lines, links, emphasis } = figures
      expect({ files, text, lines, links, emphasis }).toEqual({
        files: 1,
        text: 0,
        lines: 0,
        links: 0,
        emphasis: 0,
        [kind]: 1,
      })
      expect(figures.findings).toEqual([expect.stringMatching(`^a paste: ${kind}: `)])
    }
  })
})

function ignore(): void {
  // The figures say enough.
}
