/*
 * A video call without anything around it, between the same two pages as the component's: what its picture alone costs.
 */

interface BareCall {
  /** The customer's page: the offer, with all candidates. */
  offer(): Promise<string>
  /** The agent's page. */
  answer(offer: string): Promise<string>
  /** The customer's page: plays the call in pictures at these places. */
  settle(answer: string, places: readonly Place[]): Promise<void>
  /** Either page. */
  end(): void
}

/** In CSS pixels: the picture of the other side, and the own one. */
export interface Place {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

declare global {
  interface Window {
    bareCall: BareCall
  }
}

let connection: RTCPeerConnection | undefined
let stream: MediaStream | undefined
let shown: readonly HTMLElement[] = []

async function begin(): Promise<RTCPeerConnection> {
  // As the component asks for them.
  stream = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
  })
  connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  return connection
}

async function described(own: RTCPeerConnection): Promise<string> {
  const gathered = new Promise<void>((resolve) => {
    const look = (): void => {
      if (own.iceGatheringState === 'complete') resolve()
    }
    own.addEventListener('icegatheringstatechange', look)
  })
  await own.setLocalDescription()
  await gathered
  return own.localDescription?.sdp ?? ''
}

function play(source: MediaStream, { left, top, width, height }: Place): HTMLElement {
  const video = document.createElement('video')
  video.srcObject = source
  video.muted = true
  video.autoplay = true
  video.style.cssText = `position:fixed;object-fit:contain`
  for (const [side, pixels] of Object.entries({ left, top, width, height })) {
    video.style.setProperty(side, `${String(pixels)}px`)
  }
  document.body.append(video)
  return video
}

window.bareCall = {
  async offer() {
    const own = await begin()
    for (const track of stream?.getTracks() ?? []) own.addTrack(track, new MediaStream())
    return await described(own)
  },
  async answer(sdp) {
    const own = await begin()
    for (const track of stream?.getTracks() ?? []) own.addTrack(track, new MediaStream())
    await own.setRemoteDescription({ type: 'offer', sdp })
    return await described(own)
  },
  async settle(sdp, places) {
    await connection?.setRemoteDescription({ type: 'answer', sdp })
    const tracks = connection?.getReceivers().map(({ track }) => track) ?? []
    const picture = new MediaStream(tracks.filter(({ kind }) => kind === 'video'))
    const sound = new Audio()
    sound.srcObject = new MediaStream(tracks.filter(({ kind }) => kind === 'audio'))
    await sound.play()
    const own = new MediaStream(stream?.getVideoTracks() ?? [])
    const pictures = [picture, own].flatMap((source, of) => {
      const place = places[of]
      return place === undefined ? [] : [play(source, place)]
    })
    shown = [...pictures, sound]
  },
  end() {
    connection?.close()
    for (const track of stream?.getTracks() ?? []) track.stop()
    for (const each of shown) {
      if (each instanceof HTMLMediaElement) each.srcObject = null
      each.remove()
    }
    shown = []
  },
}
