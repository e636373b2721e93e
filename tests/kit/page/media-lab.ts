import type { Page } from '@playwright/test'
import { build } from 'vite'
import { repositoryRoot } from '../../../scripts/lib/paths.ts'
import type { Peer } from '../../../src/renderer/features/call/peer.ts'

/** One packet of sound as it arrives at the other end. */
export interface Packet {
  /** RTP payload type. */
  readonly type: number
  /** The first four: of a key its number, its end, and its length in ticks (RFC 4733, 2.3). */
  readonly bytes: readonly number[]
}

/** A call's media as the product has them, and an end of Chromium's own beside them in the same page. */
export interface MediaLab {
  readonly peer: Peer
  readonly other: RTCPeerConnection
  /** Our microphone: a tone. */
  readonly audio: MediaStreamTrack
  readonly packets: Packet[]
  /** Resolves once the condition holds; it is looked at whenever a packet arrives. */
  until(condition: () => boolean): Promise<void>
  /** The other end's answer to our offer, complete. */
  answer(): Promise<string>
}

declare global {
  interface Window {
    openLab: () => MediaLab
    media: { readonly Peer: typeof Peer }
  }
}

/** For Chromium: both ends are in one page, which asks no name server for itself, and nobody clicks. */
export const labArguments = [
  '--autoplay-policy=no-user-gesture-required',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
]

/** Puts `window.openLab` into a page: the product's own media, built from their source, without the rest. */
export async function bringLab(page: Page): Promise<void> {
  const made = await build({
    root: repositoryRoot,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: 'src/renderer/features/call/peer.ts',
        formats: ['iife'],
        name: 'media',
      },
      // By name, however many are exported.
      rolldownOptions: { output: { exports: 'named' } },
    },
  })
  const [bundle] = Array.isArray(made) ? made : []
  const script = bundle?.output[0].code
  if (script === undefined) throw new Error('nothing was built')
  await page.addScriptTag({ content: `${script}\nwindow.media = media` })
  await page.addScriptTag({ content: `window.openLab = ${openLab.toString()}` })
}

/** Runs in the page. */
function openLab(): MediaLab {
  const sound = new AudioContext()
  const tone = new OscillatorNode(sound)
  const microphone = new MediaStreamAudioDestinationNode(sound)
  tone.connect(microphone)
  tone.start()
  const [audio] = microphone.stream.getAudioTracks()
  if (audio === undefined) throw new Error('there is no sound')
  const peer = new window.media.Peer({
    grant: { iceServers: [], relayOnly: false, startKbps: 300 },
    audio,
    video: null,
    clock: {
      now: () => Date.now(),
      after(ms, task) {
        const timer = setTimeout(task, ms)
        return () => {
          clearTimeout(timer)
        }
      },
    },
  })
  const other = new RTCPeerConnection()
  const packets: Packet[] = []
  // Packets of keys come this way too, decrypted and not yet decoded.
  const source = `onrtctransform = async ({ transformer }) => {
    const reader = transformer.readable.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const bytes = [...new Uint8Array(value.data).subarray(0, 4)]
      postMessage({ type: value.getMetadata().payloadType, bytes })
    }
  }`
  const worker = new Worker(URL.createObjectURL(new Blob([source])))
  let look: () => void = () => undefined
  worker.addEventListener('message', ({ data }: MessageEvent<Packet>) => {
    packets.push(data)
    look()
  })
  other.addEventListener('track', ({ receiver, track }) => {
    if (track.kind === 'audio') receiver.transform = new RTCRtpScriptTransform(worker)
  })
  return {
    peer,
    other,
    audio,
    packets,
    until: (condition) =>
      new Promise((resolve) => {
        look = () => {
          if (condition()) resolve()
        }
        look()
      }),
    async answer() {
      const { body } = await peer.getDescription()
      await other.setRemoteDescription({ type: 'offer', sdp: body })
      await other.setLocalDescription(await other.createAnswer())
      await new Promise<void>((resolve) => {
        const check = (): void => {
          if (other.iceGatheringState === 'complete') resolve()
        }
        other.addEventListener('icegatheringstatechange', check)
        check()
      })
      return other.localDescription?.sdp ?? ''
    },
  }
}
