import type { Page } from '@playwright/test'

/** What arrives in a page, and by which way. */
export interface Arrival {
  /** Sum of `totalAudioEnergy` of what is received. */
  readonly energy: number
  readonly frames: number
  readonly width: number
  /** Kind of the page's own candidate that carries the call: `host`, `srflx`, `prflx`, `relay`. */
  readonly way: string
}

/** Reads the statistics of the call that is under way. Needs `recordMedia` in the page. */
export function arrivalIn(page: Page): Promise<Arrival> {
  return page.evaluate(async () => {
    const found = { energy: 0, frames: 0, width: 0, way: '' }
    for (const connection of window.recorded.connections) {
      if (connection.connectionState !== 'connected') continue
      const report = await connection.getStats()
      const entries: Record<string, unknown>[] = []
      report.forEach((entry: Record<string, unknown>) => entries.push(entry))
      const number = (value: unknown): number => (typeof value === 'number' ? value : 0)
      for (const entry of entries) {
        if (entry['type'] === 'inbound-rtp') {
          found.energy += number(entry['totalAudioEnergy'])
          found.frames += number(entry['framesDecoded'])
          found.width = Math.max(found.width, number(entry['frameWidth']))
        }
        if (entry['type'] !== 'transport') continue
        const pair = entries.find(({ id }) => id === entry['selectedCandidatePairId'])
        const local = entries.find(({ id }) => id === pair?.['localCandidateId'])
        const kind = local?.['candidateType']
        if (typeof kind === 'string') found.way = kind
      }
    }
    return found
  })
}

/** The loudest frequency of what arrives, in Hz, within some Hz. */
export function pitchIn(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const connection = window.recorded.connections.find(
      ({ connectionState }) => connectionState === 'connected',
    )
    const track = connection
      ?.getReceivers()
      .map((receiver) => receiver.track)
      .find(({ kind }) => kind === 'audio')
    if (track === undefined) return 0
    const context = new AudioContext()
    await context.resume()
    const analyser = context.createAnalyser()
    analyser.fftSize = 16_384
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    // As long as the analyser needs to be filled with what is heard now.
    await new Promise((resolve) =>
      setTimeout(resolve, (1100 * analyser.fftSize) / context.sampleRate),
    )
    const loudness = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(loudness)
    const place = loudness.indexOf(Math.max(...loudness))
    const pitch = (place * context.sampleRate) / analyser.fftSize
    await context.close()
    return pitch
  })
}
