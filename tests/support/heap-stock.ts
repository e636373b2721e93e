import type { CDPSession } from '@playwright/test'

/** What a call is made of. */
const KINDS = ['RTCPeerConnection', 'MediaStreamTrack', 'MediaStream', 'WebSocket', 'AudioContext']

export interface Stock {
  /** All of `kinds` together. */
  readonly objects: number
  readonly listeners: number
  /** Bytes of JavaScript. */
  readonly heap: number
  readonly kinds: Readonly<Record<string, number>>
}

/** What is still held by anything, after the garbage has been collected. */
export async function takeStock(session: CDPSession): Promise<Stock> {
  const kinds: Record<string, number> = {}
  for (const name of KINDS) {
    await session.send('HeapProfiler.collectGarbage')
    const prototype = await session.send('Runtime.evaluate', { expression: `${name}.prototype` })
    const { objectId } = prototype.result
    if (objectId === undefined) throw new Error(`the page knows no ${name}`)
    const { objects } = await session.send('Runtime.queryObjects', {
      prototypeObjectId: objectId,
      objectGroup: 'stock',
    })
    const length = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.length }',
      returnByValue: true,
    })
    kinds[name] = Number(length.result.value)
    await session.send('Runtime.releaseObjectGroup', { objectGroup: 'stock' })
  }
  await session.send('HeapProfiler.collectGarbage')
  const { jsEventListeners } = await session.send('Memory.getDOMCounters')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const objects = Object.values(kinds).reduce((sum, count) => sum + count, 0)
  return { objects, listeners: jsEventListeners, heap: usedSize, kinds }
}
