interface Refreshable {
  readonly isCalling: boolean
  refresh(): void
}

/** Looks for a new path when the network changes during a call. Returns a function that stops it. */
export function watchNetwork(call: Refreshable): () => void {
  const changed = (): void => {
    if (call.isCalling && navigator.onLine) call.refresh()
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
