import type { Off, View } from '../../contract/define.ts'
import type { Outcome } from '../../contract/outcome.ts'

/** Who sent a message: decided by the transport, checked here. */
export interface Sender {
  readonly trusted: boolean
  /** For the log, for instance the frame's origin. */
  readonly description: string
}

/** The answering side of the bridge: takes calls and publishes feeds. */
export interface IpcServer {
  /** Answers a call: sender, name and input are checked before anything runs. Never rejects. */
  call(sender: Sender, name: unknown, input: unknown): Promise<Outcome<unknown>>
  /** The newest view of a feed, or undefined where there is none for this sender. */
  read(sender: Sender, name: unknown): View | undefined
  /** Passes every later view of every feed to `push`. */
  subscribe(push: (name: string, view: View) => void): Off
}
