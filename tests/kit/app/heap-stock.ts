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

/** Of a heap snapshot as V8 writes it, what is read here. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[]
      readonly node_types: readonly [readonly string[], ...unknown[]]
    }
  }
  readonly nodes: readonly number[]
  readonly strings: readonly string[]
}

/**
 * What is still held by anything, after the garbage has been collected. Counted are the browser's own
 * objects as the heap snapshot has them: a query of the script's heap would count only those whose
 * script side is alive at the moment, which comes and goes while the object itself stays.
 */
export async function takeStock(session: CDPSession): Promise<Stock> {
  for (let round = 0; round < 5; round += 1) await session.send('HeapProfiler.collectGarbage')
  const { jsEventListeners } = await session.send('Memory.getDOMCounters')
  // Before the snapshot, which makes objects of its own.
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes, strings, snapshot } = await takeSnapshot(session)
  const fields = snapshot.meta.node_fields
  const [type, name] = [fields.indexOf('type'), fields.indexOf('name')]
  const native = snapshot.meta.node_types[0].indexOf('native')
  const kinds: Record<string, number> = Object.fromEntries(KINDS.map((kind) => [kind, 0]))
  const ids = new Map(KINDS.map((kind) => [strings.indexOf(kind), kind]))
  for (let at = 0; at < nodes.length; at += fields.length) {
    const kind = ids.get(nodes[at + name] ?? -1)
    if (kind !== undefined && nodes[at + type] === native) kinds[kind] = (kinds[kind] ?? 0) + 1
  }
  const objects = Object.values(kinds).reduce((sum, count) => sum + count, 0)
  return { objects, listeners: jsEventListeners, heap: usedSize, kinds }
}

async function takeSnapshot(session: CDPSession): Promise<Snapshot> {
  let text = ''
  const add = ({ chunk }: { readonly chunk: string }): void => {
    text += chunk
  }
  session.on('HeapProfiler.addHeapSnapshotChunk', add)
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  session.off('HeapProfiler.addHeapSnapshotChunk', add)
  // A tool's own format, as its version writes it.
  return JSON.parse(text) as Snapshot
}
