import { openMeter } from './levels.ts'
import { brightnessOf } from './precheck.ts'

export interface Probe {
  readonly level: () => number | undefined
  readonly brightness: () => number | undefined
  close(): void
}

/** Listens and looks for the check before the call; shows and plays nothing. */
export function openProbe(
  context: AudioContext,
  audio: MediaStreamTrack | undefined,
  video: MediaStreamTrack | undefined,
): Probe {
  const meter = audio === undefined ? undefined : openMeter(context, audio)
  const element = document.createElement('video')
  const canvas = document.createElement('canvas')
  element.muted = true
  if (video !== undefined) {
    element.srcObject = new MediaStream([video])
    element.play().catch(() => undefined)
  }
  return {
    level: () => meter?.read(),
    brightness: () => brightnessOf(element, canvas),
    close() {
      meter?.close()
      element.srcObject = null
    },
  }
}
