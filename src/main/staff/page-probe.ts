/** A STUN or TURN server as WebRTC takes it. */
export interface RelayServer {
  readonly urls: string
  readonly username?: string
  readonly credential?: string
}

/** What became of a page's WebSocket: open with this protocol, or closed with this code; neither: nothing in time. */
export interface SocketSeen {
  readonly protocol?: string | undefined
  readonly code?: number | undefined
}

/** What WebRTC found through one server. */
export interface RelaySeen {
  /** Kinds of the candidates: `host`, `srflx`, `relay`. */
  readonly types: readonly string[]
  /** Codes of `icecandidateerror`: 401 for credentials, 701 where the server was not reached. */
  readonly errors: readonly number[]
  /** Whether it came to its end in time. */
  readonly isComplete: boolean
}

/** A page that nobody sees, which connects as the page of a call does. */
export interface ProbePage {
  socket(server: string, limitMs: number): Promise<SocketSeen>
  relay(server: RelayServer, limitMs: number): Promise<RelaySeen>
  close(): void
}

/** Connections as the product makes them, for the doctor. */
export interface PageProbe {
  open(): Promise<ProbePage>
  /**
   * Why a page's connection to this server (`wss://...`) fails, which a page is not told: asked by
   * http in the same session. A status, or Chromium's code (`net::ERR_...`).
   */
  cause(server: string): Promise<string>
}
