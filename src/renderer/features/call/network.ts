interface Watched {
  readonly isCalling: boolean
  refresh(): void
}

/** A change of the network during a call: the way is looked for anew. Answers what ends it. */
export function watchNetwork(desk: Watched): () => void {
  const changed = (): void => {
    if (desk.isCalling && navigator.onLine) desk.refresh()
  }
  // Not in every browser, and not in its types.
  const connection: unknown = Reflect.get(navigator, 'connection')
  const network = connection instanceof EventTarget ? connection : undefined
  window.addEventListener('online', changed)
  network?.addEventListener('change', changed)
  return () => {
    window.removeEventListener('online', changed)
    network?.removeEventListener('change', changed)
  }
}

/** Whether this page can call at all: a secure page in a browser with WebRTC (R194). */
export function canCall(): boolean {
  return (
    typeof RTCPeerConnection === 'function' &&
    typeof WebSocket === 'function' &&
    typeof navigator.mediaDevices === 'object' &&
    typeof navigator.mediaDevices.getUserMedia === 'function'
  )
}
