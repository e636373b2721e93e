import type { BrowserContext } from '@playwright/test'

/** What one end heard and saw of the caller so far. */
export interface Received {
  readonly energy: number
  readonly frames: number
}

/** Telephones in a page of the same browser: each answers one offer, plays a tone of its own and shows a picture. */
export interface FarEnds {
  /**
   * The description with which the end of this name answers; `hz` of its tone, 0 for none. `losesPictures`: like a
   * gateway that loses each whole picture on its way, until `showWhole`.
   */
  answer(name: string, offer: string, hz: number, losesPictures?: boolean): Promise<string>
  /** The whole pictures of an end that loses them get through from now on. */
  showWhole(name: string): Promise<void>
  /** The same end puts the caller on hold, or takes the call back: an offer, which waits for `accept`. */
  hold(name: string, isHeld: boolean): Promise<string>
  accept(name: string, answer: string): Promise<void>
  /** The same end answers an offer of the caller's. */
  again(name: string, offer: string): Promise<string>
  received(name: string): Promise<Received>
  /** The end has gone. */
  leave(name: string): Promise<void>
}

interface End {
  readonly connection: RTCPeerConnection
  readonly worker: Worker | undefined
  readonly context: AudioContext
}

/** A worker that drops each whole picture until it is told not to. */
const LOSSY = `
  let isLosing = true
  let found
  onmessage = () => {
    isLosing = false
    found?.generateKeyFrame()
  }
  onrtctransform = ({ transformer }) => {
    found = transformer
    const lose = (frame, controller) => {
      if (!isLosing || frame.type !== 'key') controller.enqueue(frame)
    }
    transformer.readable
      .pipeThrough(new TransformStream({ transform: lose }))
      .pipeTo(transformer.writable)
  }`

/** Opens the page; it is closed with its context. */
export async function openFarEnds(context: BrowserContext, site: string): Promise<FarEnds> {
  const page = await context.newPage()
  // The demo page has a policy that allows no workers.
  const address = `${site}/far-ends`
  const body = '<!doctype html><title>Telephones</title>'
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto(address)
  await page.evaluate(() => {
    const ends = new Map<string, End>()
    Object.assign(window, { ends })
  })
  return {
    answer: (name, offer, hz, losesPictures = false) =>
      page.evaluate(
        async (given) => {
          const connection = new RTCPeerConnection()
          const context = new AudioContext()
          await context.resume()
          const target = context.createMediaStreamDestination()
          if (given.hz > 0) {
            const tone = context.createOscillator()
            tone.frequency.value = given.hz
            tone.connect(target)
            tone.start()
          }
          const canvas = document.createElement('canvas')
          const pen = canvas.getContext('2d')
          setInterval(() => {
            if (pen) pen.fillStyle = `hsl(${performance.now() / 10} 80% 50%)`
            pen?.fillRect(0, 0, 300, 150)
          }, 70)
          const picture = canvas.captureStream(15)
          let worker: Worker | undefined
          if (given.lossy !== '') worker = new Worker(URL.createObjectURL(new Blob([given.lossy])))
          for (const track of [...target.stream.getTracks(), ...picture.getTracks()]) {
            const sender = connection.addTrack(track, target.stream)
            // Later it would have no effect.
            if (worker && track.kind === 'video')
              sender.transform = new RTCRtpScriptTransform(worker)
          }
          const ready = connection.setRemoteDescription({ type: 'offer', sdp: given.offer })
          const ends: Map<string, End> = Reflect.get(window, 'ends')
          ends.set(given.name, { connection, context, worker })
          // What nobody plays is not decoded either.
          const player = new Audio()
          connection.addEventListener('track', ({ track }) => {
            if (track.kind === 'audio') player.srcObject = new MediaStream([track])
            void player.play()
          })
          await ready
          // One way is enough. Once it is open this end begins to encrypt, and repeats itself ever more rarely until it
          // is answered: whatever is waited for here is waited for many times over.
          const found = new Promise<void>((resolve) => {
            connection.addEventListener('icecandidate', () => resolve(), { once: true })
          })
          await connection.setLocalDescription()
          await found
          return connection.localDescription?.sdp ?? ''
        },
        { name, offer, hz, lossy: losesPictures ? LOSSY : '' },
      ),
    showWhole: (name) =>
      page.evaluate((given) => {
        const ends: Map<string, End> = Reflect.get(window, 'ends')
        ends.get(given)?.worker?.postMessage('')
      }, name),
    hold: (name, isHeld) =>
      page.evaluate(
        async (given) => {
          const ends: Map<string, End> = Reflect.get(window, 'ends')
          const connection = ends.get(given.name)?.connection
          for (const each of connection?.getTransceivers() ?? [])
            each.direction = given.isHeld ? 'sendonly' : 'sendrecv'
          await connection?.setLocalDescription()
          return connection?.localDescription?.sdp ?? ''
        },
        { name, isHeld },
      ),
    again: (name, offer) =>
      page.evaluate(
        async (given) => {
          const ends: Map<string, End> = Reflect.get(window, 'ends')
          const connection = ends.get(given.name)?.connection
          await connection?.setRemoteDescription({ type: 'offer', sdp: given.offer })
          await connection?.setLocalDescription()
          return connection?.localDescription?.sdp ?? ''
        },
        { name, offer },
      ),
    accept: (name, answer) =>
      page.evaluate(
        async (given) => {
          const ends: Map<string, End> = Reflect.get(window, 'ends')
          const description = { type: 'answer', sdp: given.answer } as const
          await ends.get(given.name)?.connection.setRemoteDescription(description)
        },
        { name, answer },
      ),
    received: (name) =>
      page.evaluate(async (given) => {
        const ends: Map<string, End> = Reflect.get(window, 'ends')
        const found = { energy: 0, frames: 0 }
        const report = await ends.get(given)?.connection.getStats()
        report?.forEach((entry: Record<string, unknown>) => {
          const number = (key: string): number => Number(entry[key] ?? 0)
          if (entry['type'] !== 'inbound-rtp') return
          found.energy += number('totalAudioEnergy')
          found.frames += number('framesDecoded')
        })
        return found
      }, name),
    leave: (name) =>
      page.evaluate((given) => {
        const ends: Map<string, End> = Reflect.get(window, 'ends')
        ends.get(given)?.connection.close()
      }, name),
  }
}
