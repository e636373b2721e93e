import { chromiumWithDevices, expect, OWN_PAGE, test } from '../kit/page/call-page.ts'
import { pick } from '../kit/page/pick.ts'

test.use({ launchOptions: chromiumWithDevices })

/** What an element that was made to play gives out: where, how loud (0 to 1), and its strongest frequency. */
interface Heard {
  readonly sink: string
  readonly loudness: number
  readonly hertz: number
}

declare global {
  interface Window {
    heard: Heard[]
  }
}

/** Listens to what any `Audio` of the page is given to play, from before the first script. */
function listenToSounds(): void {
  window.heard = []
  const original: unknown = Reflect.get(HTMLMediaElement.prototype, 'play')
  HTMLMediaElement.prototype.play = async function (this: HTMLMediaElement) {
    if (typeof original !== 'function') throw new Error('nothing can be played')
    await Reflect.apply(original, this, [])
    const stream = this.srcObject
    if (!(this instanceof HTMLAudioElement) || !(stream instanceof MediaStream)) return
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 8192
    context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const bins = new Float32Array(analyser.frequencyBinCount)
    const look = (): void => {
      analyser.getFloatTimeDomainData(samples)
      analyser.getFloatFrequencyData(bins)
      const bin = bins.indexOf(Math.max(...bins))
      window.heard.push({
        sink: this.sinkId,
        loudness: Math.max(...samples),
        hertz: (bin * context.sampleRate) / analyser.fftSize,
      })
    }
    const timer = setInterval(look, 50)
    setTimeout(() => {
      clearInterval(timer)
      void context.close()
    }, 3000)
  }
}

test(
  'speaker test plays three notes on the chosen device',
  { tag: OWN_PAGE },
  async ({ openPage, page }) => {
    await page.addInitScript(listenToSounds)
    const { toDevices } = await openPage()
    await toDevices()
    const wanted = 'Fake Audio Output 2'
    await pick(page, 'Audio output device', wanted)
    const chosen = await page.evaluate(async (label) => {
      const devices = await navigator.mediaDevices.enumerateDevices()
      return devices.find((device) => device.kind === 'audiooutput' && device.label === label)
        ?.deviceId
    }, wanted)
    expect(chosen).toBeTruthy()
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    // It asks once the last note has ended.
    await expect(page.getByText('Did you hear the three notes?')).toBeVisible()
    const heard = (await page.evaluate(() => window.heard)).filter(
      ({ loudness }) => loudness > 0.05,
    )
    expect(heard.length).toBeGreaterThan(5)
    expect([...new Set(heard.map(({ sink }) => sink))]).toEqual([chosen])
    for (const note of [523.25, 659.25, 783.99]) {
      expect(heard.some(({ hertz }) => Math.abs(hertz - note) < 12)).toBe(true)
    }
    await page.getByRole('button', { name: 'No', exact: true }).click()
    await expect(page.getByText('You heard nothing')).toBeVisible()
    // Another one after the first has played.
    await pick(page, 'Audio output device', 'Fake Audio Output 1')
    await page.evaluate(() => (window.heard = []))
    await page.getByRole('button', { name: 'Play again' }).click()
    await expect(page.getByText('Did you hear the three notes?')).toBeVisible()
    const again = (await page.evaluate(() => window.heard)).filter(
      ({ loudness }) => loudness > 0.05,
    )
    expect(again.length).toBeGreaterThan(5)
    expect(again.map(({ sink }) => sink)).not.toContain(chosen)
    await page.getByRole('button', { name: 'Yes', exact: true }).click()
    await expect(page.getByText('Your loudspeaker works')).toBeVisible()
  },
)
