import { BrowserWindow, session, type Session } from 'electron'
import { z } from 'zod'
import type { Log } from '../platform/log.ts'
import type { PageProbe, ProbePage, RelayServer } from './page-probe.ts'
import type { ProxySignIn } from '../platform/proxy-sign-in.ts'
import { PROBE } from '../platform/app-files.ts'
import { lockRequests } from '../kiosk/lockdown.electron.ts'
import { serveProbe } from '../window/protocol.electron.ts'
import { askOver, passesProxy } from '../platform/proxy.electron.ts'
import { SAFE_PREFERENCES } from '../window/window.electron.ts'

const socketSchema = z.object({ protocol: z.string().optional(), code: z.number().optional() })
const relaySchema = z.object({
  types: z.array(z.string()),
  errors: z.array(z.number()),
  isComplete: z.boolean(),
})

interface Options {
  /** What the page may connect to, as the call's page may. */
  readonly connect: readonly string[]
  readonly signIn: ProxySignIn
  readonly guardCertificates: (used: Session) => void
  readonly log: Log
  /**
   * Without a window (`--doctor`) the session has not been set up: that is done here, and the page stays
   * open, since Electron would quit with the last window.
   */
  readonly isAlone: boolean
}

/**
 * Connects as the page of a call does: from the same origin, in the same session, under the same
 * content security policy, with Chromium's own WebSocket and WebRTC. The page stays hidden.
 */
export function createPageProbe(options: Options): PageProbe {
  const { connect, signIn, log, isAlone } = options
  let isSetUp = !isAlone

  /** The session of the call's page, as it is set up where there is a window. */
  function ours(): Session {
    const used = session.defaultSession
    if (!isSetUp) {
      options.guardCertificates(used)
      serveProbe(used, connect)
      lockRequests(used, connect, log, (url) => passesProxy(used, url, signIn))
      isSetUp = true
    }
    return used
  }

  return {
    async open() {
      ours()
      const window = new BrowserWindow({
        show: false,
        skipTaskbar: true,
        // A hidden page would have its timers slowed down.
        webPreferences: { ...SAFE_PREFERENCES, devTools: false, backgroundThrottling: false },
      })
      window.webContents.on('will-navigate', (event) => {
        event.preventDefault()
      })
      try {
        await window.loadURL(PROBE)
      } catch (error) {
        window.destroy()
        throw error
      }
      return probePage(window)
    },
    cause: async (server) =>
      await askOver(isCallServer(server) ? ours() : others(), server, signIn),
  }

  function isCallServer(server: string): boolean {
    return connect.some((origin) => server === origin || server.startsWith(`${origin}/`))
  }

  /** For relays: the session of the page is closed to whatever is no call server. */
  function others(): Session {
    const used = session.fromPartition('callpoint-doctor', { cache: false })
    options.guardCertificates(used)
    return used
  }

  function probePage(window: BrowserWindow): ProbePage {
    const run = async (code: string, ...values: readonly (string | number | RelayServer)[]) => {
      const words = values.map((value) => JSON.stringify(value)).join(', ')
      const seen: unknown = await window.webContents.executeJavaScript(`(${code})(${words})`)
      return seen
    }
    return {
      socket: async (server, limitMs) =>
        socketSchema.parse(await run(OPEN_SOCKET, server, limitMs)),
      relay: async (server, limitMs) => relaySchema.parse(await run(ASK_RELAY, server, limitMs)),
      close() {
        if (!isAlone) window.destroy()
      },
    }
  }
}

// Main has no types for a page, so code that runs in one is text here.

const OPEN_SOCKET = `(server, limit) => new Promise((resolve) => {
  const timer = setTimeout(() => { end({}) }, limit)
  const socket = new WebSocket(server, 'sip')
  const end = (seen) => {
    clearTimeout(timer)
    socket.onclose = socket.onerror = null
    socket.close()
    resolve(seen)
  }
  socket.onopen = () => { end({ protocol: socket.protocol }) }
  socket.onclose = ({ code }) => { end({ code }) }
  // Where the page's own policy refuses it there is no close.
  socket.onerror = () => { if (socket.readyState === 3) end({ code: 1006 }) }
})`

const ASK_RELAY = `(server, limit) => new Promise((resolve) => {
  const types = []
  const errors = []
  const isRelay = server.urls.startsWith('turn')
  const peer = new RTCPeerConnection({
    iceServers: [server],
    iceTransportPolicy: isRelay ? 'relay' : 'all',
  })
  const end = (isComplete) => {
    clearTimeout(timer)
    peer.close()
    resolve({ types, errors, isComplete })
  }
  const timer = setTimeout(() => { end(false) }, limit)
  peer.onicecandidate = ({ candidate }) => {
    if (candidate === null) end(true)
    else if (candidate.candidate !== '') {
      types.push(candidate.type)
      if (candidate.type === (isRelay ? 'relay' : 'srflx')) end(true)
    }
  }
  peer.onicecandidateerror = ({ errorCode }) => { errors.push(errorCode) }
  peer.createDataChannel('probe')
  peer.createOffer().then((offer) => peer.setLocalDescription(offer)).catch(() => { end(false) })
})`
