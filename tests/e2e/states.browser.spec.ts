import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { violationsOf } from '../kit/page/axe.ts'
import { fakeLayouts, fakeStates, startBuiltServer } from '../kit/page/fake-server.ts'
import { flawsOf } from '../kit/page/geometry.ts'
import { takeTurns } from '../kit/page/looks.ts'
import { takePicture } from '../kit/page/picture.ts'
import { textOf } from '../kit/page/texts.ts'
import type { TextKey } from '../../src/renderer/lib/texts.ts'

/*
 * Every state of every screen in each layout, in themes and languages by turns: to be looked at. Fails at what is cut,
 * overlaps, scrolls sideways, is not accessible, is not drawn or says something on the console.
 */

type Mode = 'kiosk' | 'desktop'
const places = {
  kiosk: ['portrait', 'landscape'],
  desktop: ['terminal', 'compact'],
} as const satisfies Record<Mode, readonly (keyof typeof fakeLayouts)[]>

interface Look {
  readonly language: string
  readonly theme: string
  readonly zoom?: number
  readonly reach?: boolean
}
const LOOKS: readonly Look[] = [
  { language: 'en', theme: 'light' },
  { language: 'de', theme: 'dark' },
  { language: 'fi', theme: 'contrast' },
  { language: 'ar', theme: 'light' },
  // The least room: the largest words, moved down where there is such a thing.
  { language: 'de', theme: 'light', zoom: 1.4, reach: true },
  { language: 'en', theme: 'dark' },
  { language: 'ar', theme: 'light', zoom: 1.4, reach: true },
  { language: 'fi', theme: 'light' },
]

/** These show Home itself. */
const likeHome = /^home/

/** A desktop shows no slides, and ends no visit by itself. */
const onKiosks = /^(?:attract|idle)/

/** A name in `chat-long` that is too long for any header. */
const beyondRoom = /^(?:cut|broken): (?:Maximiliana|Wolfeschlegel|Featherston)/

/** One step further from a state, to a picture of its own. */
interface Step {
  readonly name: string
  readonly go: (page: Page, language: string) => Promise<void>
  /** Only there. */
  readonly mode?: Mode
}

const button = (page: Page, key: TextKey, language: string) =>
  page.getByRole('button', { name: textOf(key, {}, language), exact: true })

/** A card may lead on at once, and its input is gone then. */
async function choose(input: Locator): Promise<void> {
  await input.locator('xpath=ancestor::label').click()
}

/** What a state that takes a moment shows in the end. */
const arrived: Readonly<Record<string, string>> = {
  'call-devices': '.results[aria-busy=false] .ask',
  'call-ringing': '.call.ringing [part=stage]',
  'call-queued': '.call.ringing [part=stage]',
  'call-announced': '.call.ringing [part=stage]',
  'call-talking': '.call.talking [part=control]',
}

const further: Readonly<Record<string, readonly Step[]>> = {
  'chat-talking': [
    {
      name: 'ending',
      go: async (page, language) => {
        await button(page, 'chat.talk.end', language).click()
        await page.getByRole('dialog').waitFor()
      },
    },
  ],
  // On a kiosk it is one question on each screen.
  'callback-ask': [
    {
      name: 'when',
      mode: 'kiosk',
      go: async (page, language) => {
        await choose(page.getByRole('radio').first())
        await page.locator('label.day').first().waitFor()
        await choose(page.getByRole('radio', { name: /15.00/u }).first())
        await expect(button(page, 'callback.continue', language)).toBeEnabled()
      },
    },
    {
      name: 'number',
      mode: 'kiosk',
      go: async (page, language) => {
        await button(page, 'callback.continue', language).click()
        await page.locator('input[type=tel]').fill('0170 5550142')
      },
    },
    {
      name: 'who',
      mode: 'kiosk',
      go: async (page, language) => {
        await button(page, 'callback.continue', language).click()
        await page.getByLabel(textOf('callback.who.name', {}, language)).fill('Zoë Ångström')
      },
    },
    {
      name: 'check',
      mode: 'kiosk',
      go: async (page, language) => {
        await button(page, 'callback.continue', language).click()
        await choose(page.getByRole('checkbox'))
      },
    },
  ],
  'call-talking': [
    { name: 'keypad', go: (page) => page.locator('[part=control]').nth(-3).click() },
    { name: 'more', go: (page) => page.locator('[part=control]').nth(-2).click() },
    {
      name: 'ended',
      go: async (page) => {
        await page.locator('[part=control]').nth(-2).click()
        await page.locator('[part=control]').nth(-1).click()
        await page.locator('div.ended .head').waitFor()
      },
    },
  ],
}

async function headingsOf(page: Page): Promise<string> {
  const texts = await page.locator('h1:visible, h2:visible, [role=log]').allInnerTexts()
  return texts.join('\n')
}

const modes = ['kiosk', 'desktop'] as const
for (const mode of modes) {
  const layouts: readonly (keyof typeof fakeLayouts)[] = places[mode]
  test(`every state looks right in the layouts ${layouts.join(' and ')} @pictures`, async ({
    page,
  }) => {
    // All looks are eight times as many.
    test.setTimeout(process.env['CALLPOINT_LOOKS'] === 'all' ? 2_400_000 : 480_000)
    const server = await startBuiltServer()
    const faults: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    page.on('pageerror', ({ message }) => faults.push(message))
    const flaws: string[] = []
    let turn = 0
    const turns = takeTurns<Look>(mode === 'kiosk' ? 0 : 3)

    async function open(name: string, { language, theme, zoom = 1, reach = false }: Look) {
      await page.setViewportSize(fakeLayouts[layouts[0] ?? 'portrait'])
      const options = new URLSearchParams({
        ...{ fake: name, mode, lang: language, theme, zoom: String(zoom) },
        ...(reach ? { reach: '' } : {}),
      })
      await page.goto(`${server.origin}/?${options.toString()}`)
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      await expect.poll(() => headingsOf(page), name).toMatch(/\S/u)
      const last = arrived[name]
      if (last !== undefined) await page.locator(last).first().waitFor()
    }

    async function look(name: string, { language, theme, zoom = 1 }: Look) {
      const file = `${language}-${theme}${zoom > 1 ? '-largest' : ''}`
      const note = (layout: string, found: readonly unknown[]) => {
        for (const flaw of found)
          flaws.push(
            `${name}, ${layout}, ${file}: ${typeof flaw === 'string' ? flaw : JSON.stringify(flaw)}`,
          )
      }
      for (const [place, layout] of layouts.entries()) {
        await page.setViewportSize(fakeLayouts[layout])
        await takePicture(page, `states/${layout}/${name}-${file}`)
        note(
          layout,
          (await flawsOf(page)).filter((flaw) => !beyondRoom.test(flaw)),
        )
        if (place === turn % 2) note(layout, await violationsOf(page))
      }
      turn += 1
      note('console', faults.splice(0))
    }

    try {
      const homes = new Map<string, string>()
      for (const { language } of LOOKS.slice(0, 4)) {
        await open('home', { language, theme: 'light' })
        homes.set(language, await headingsOf(page))
      }
      expect(new Set(homes.values()).size).toBe(4)
      for (const name of fakeStates.filter((each) => mode === 'kiosk' || !onKiosks.test(each))) {
        for (const shown of name === 'home' ? LOOKS : turns.of(LOOKS)) {
          await open(name, shown)
          if (!likeHome.test(name))
            await expect.poll(() => headingsOf(page), name).not.toBe(homes.get(shown.language))
          await look(name, shown)
          for (const step of further[name] ?? []) {
            if (step.mode !== undefined && step.mode !== mode) continue
            await page.setViewportSize(fakeLayouts[layouts[0] ?? 'portrait'])
            await step.go(page, shown.language)
            await look(`${name}-${step.name}`, shown)
          }
        }
      }
      expect(flaws).toEqual([])
    } finally {
      await page.close()
      await server.close()
    }
  })
}

test('the guide for contributors names every state', () => {
  const guide = readFileSync(join(repositoryRoot, 'CONTRIBUTING.md'), 'utf8')
  expect(fakeStates.filter((name) => !guide.includes(`\`${name}\``))).toEqual([])
})
