import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core'
import { which } from '../../../scripts/lib/command.ts'

/**
 * Firefox as Debian has it, on a display that `env` names, since without one it has no screen to share; with its own fake camera and microphone, which nobody is asked for.
 */
export async function launchFirefox(env: Readonly<Record<string, string>>): Promise<Browser> {
  const executablePath = which('firefox-esr')
  if (executablePath === undefined) throw new Error('there is no firefox-esr')
  return await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: false,
    env: { ...process.env, ...env },
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      // Sound may play without a click: what is measured is the call, not the policy on adverts.
      'media.autoplay.default': 0,
    },
  })
}

/** A button of the component, by its name; waits until it can be pressed. */
export async function button(page: Page, name: string): Promise<ElementHandle<HTMLElement>> {
  const found = await page.waitForFunction(
    (wanted: string) => {
      const root = document.querySelector('oscc-click-to-dial')?.shadowRoot
      return [...(root?.querySelectorAll<HTMLButtonElement>('button') ?? [])].find(
        (each) =>
          !each.disabled && (each.getAttribute('aria-label') ?? each.innerText).trim() === wanted,
      )
    },
    {},
    name,
  )
  const element = found.asElement()
  if (element === null) throw new Error(`there is no ${name}`)
  return element as ElementHandle<HTMLElement>
}

export async function press(page: Page, name: string): Promise<void> {
  await (await button(page, name)).click()
}

/** Everything that the component says now. */
export function words(page: Page): Promise<string> {
  return page.evaluate(() => {
    const section = document
      .querySelector('oscc-click-to-dial')
      ?.shadowRoot?.querySelector('section')
    return section?.innerText ?? ''
  })
}

/**
 * What is drawn and heard: frames that the picture's element has shown, and energy of the sound that was decoded.
 * `getVideoPlaybackQuality` of a stream counts nothing in Firefox, and `presentedFrames` does.
 */
export function perceived(
  page: Page,
): Promise<{ readonly frames: number; readonly energy: number }> {
  return page.evaluate(async () => {
    const root = document.querySelector('oscc-click-to-dial')?.shadowRoot
    const video = root?.querySelector<HTMLVideoElement>('video[part=video]')
    let energy = 0
    for (const connection of window.recorded.connections) {
      if (connection.connectionState !== 'connected') continue
      const report = await connection.getStats()
      report.forEach((entry: Record<string, unknown>) => {
        if (entry['type'] === 'inbound-rtp') energy += Number(entry['totalAudioEnergy'] ?? 0)
      })
    }
    const frames = await new Promise<number>((resolve) => {
      setTimeout(resolve, 3000, 0)
      video?.requestVideoFrameCallback((_now, { presentedFrames }) => {
        resolve(presentedFrames)
      })
    })
    return { frames, energy }
  })
}
