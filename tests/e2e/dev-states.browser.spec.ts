import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type FrameLocator } from '@playwright/test'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { fakeLayouts, fakeStates, startFakeServer } from '../kit/page/fake-server.ts'

const layouts = Object.keys(fakeLayouts)
const languages = ['en', 'de', 'fi', 'ar']

/** What is there to be seen on these is Home. */
const likeHome = /^home/

test('every named state opens in a browser, in each layout and language in turns, without an error', async ({
  page,
}) => {
  test.setTimeout(480_000)
  const server = await startFakeServer()
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('pageerror', ({ message }) => faults.push(message))
  const open = async (name: string, turn: number): Promise<FrameLocator> => {
    const layout = layouts[turn % layouts.length] ?? ''
    const lang = languages[Math.floor(turn / layouts.length) % languages.length] ?? ''
    await page.goto(`${server.origin}/?fake=${name}&layout=${layout}&lang=${lang}`)
    const screen = page.frameLocator('iframe')
    await expect(screen.locator('html')).toHaveAttribute('lang', lang)
    return screen
  }
  const headings = async (screen: FrameLocator): Promise<string> => {
    const texts = await screen.locator('h1:visible, h2:visible, [role=log]').allInnerTexts()
    return texts.join('\n')
  }
  try {
    const homes = new Map<string, string>()
    for (const [place, lang] of languages.entries()) {
      const screen = await open('home', place * layouts.length)
      await expect(screen.locator('h1:visible').first()).toBeVisible()
      homes.set(lang, await headings(screen))
    }
    expect(new Set(homes.values()).size).toBe(languages.length)
    for (const [turn, name] of fakeStates.entries()) {
      const screen = await open(name, turn)
      const lang = (await screen.locator('html').getAttribute('lang')) ?? ''
      await expect.poll(() => headings(screen), name).toMatch(/\S/u)
      if (!likeHome.test(name))
        await expect.poll(() => headings(screen), name).not.toBe(homes.get(lang))
      expect(faults, name).toEqual([])
    }
    await expect((await open('call-ringing', 0)).locator('.call.ringing')).toBeVisible()
    await expect((await open('call-talking', 0)).locator('.call.talking')).toBeVisible()
  } finally {
    await page.close()
    await server.close()
  }
})

test('the guide for contributors names every state', () => {
  const guide = readFileSync(join(repositoryRoot, 'CONTRIBUTING.md'), 'utf8')
  expect(fakeStates.filter((name) => !guide.includes(`\`${name}\``))).toEqual([])
})
