import { revive } from './bridge-values.ts'

/** What came back, short enough to be told by the thousand. */
export type Answer =
  /** Main acted on it, or answered a view. */
  | 'taken'
  /** Refused by its code. */
  | `refused ${string}`
  /** It never reached main: it cannot be copied, or there is no such call or channel. */
  | 'not sent'
  /** No answer within the patience. */
  | 'silent'

/** A message on its way: as `Message`, without what is expected of it. */
export interface Parcel {
  readonly channel: string
  readonly words: readonly unknown[]
}

/** Milliseconds; far more than any answer takes. */
const PATIENCE_MS = 30_000

/** Reads an answer of main. Runs in the page and in main as source text: it uses nothing around it. */
export function readAnswer(answer: unknown): Answer {
  if (typeof answer !== 'object' || answer === null) return 'refused nothing'
  const ok: unknown = Reflect.get(answer, 'ok')
  if (ok === false) {
    const error: unknown = Reflect.get(answer, 'error')
    const code: unknown =
      typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
    return `refused ${String(code)}`
  }
  return 'taken'
}

const common = `
  const revive = ${revive.toString()}
  const readAnswer = ${readAnswer.toString()}
  const late = () => new Promise((done) => setTimeout(() => done('silent'), ${PATIENCE_MS}))
  const told = async (work) => {
    try { return readAnswer(await work()) } catch { return 'not sent' }
  }
  const each = (parcels, send) =>
    Promise.all(parcels.map((parcel) => Promise.race([told(() => send(parcel)), late()])))
`

/**
 * A preload that hands the page Electron's ipc as it is: what somebody would have who had taken the
 * renderer over.
 */
export const rawPreload = `'use strict'
const { contextBridge, ipcRenderer } = require('electron')
${common}
contextBridge.exposeInMainWorld('raw', {
  invoke: (text) => each(JSON.parse(text), ({ channel, words }) => {
    const values = words.map(revive)
    // Nobody answers these; they must not be the end of anybody.
    try { ipcRenderer.send(channel, ...values) } catch {}
    try { ipcRenderer.postMessage(channel, values[0], []) } catch {}
    return ipcRenderer.invoke(channel, ...values)
  }),
})
`

/** Makes \`window.campaignSend\`: the way over the bridge that the app's own page has. */
export const bridgeSender = `(() => {
${common}
  window.campaignSend = (text) => each(JSON.parse(text), ({ words: [name, input] }) => {
    const called = revive(name)
    const [group, member, ...more] = typeof called === 'string' ? called.split('.') : []
    const members = Object.hasOwn(window.callpoint, group) ? window.callpoint[group] : {}
    if (more.length > 0 || !Object.hasOwn(members, member)) throw new Error('no such call')
    return members[member](revive(input))
  })
})()`
