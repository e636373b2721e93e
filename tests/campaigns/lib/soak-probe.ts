import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession } from '@playwright/test'
import type { ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import type { Callpoint } from '../../kit/app/callpoint.ts'
import { filesWithSecrets } from '../../kit/app/needles.ts'
import { censusOf, type Census } from './heap-census.ts'

/** What is alive after a collection, in bytes, and what the system counts, in MB. */
export interface Sample {
  readonly main: number
  readonly renderer: number
  /** Nodes of the page and listeners on them. */
  readonly nodes: number
  readonly listeners: number
  /** Memory that main and the renderer share with nobody. */
  readonly privateMegabytes: number
  /** Working sets of all processes, as the watchdog counts them. */
  readonly workingMegabytes: number
}

export interface Probe {
  sample(): Promise<Sample>
  /** Strings that hold `mark`, in the heaps of main and of the page and in what lies on the disk. */
  search(mark: string): Promise<readonly string[]>
  /** What the heaps hold, by kind. */
  census(): Promise<{ readonly main: Census; readonly renderer: Census }>
}

/** Looks into a running app that was started with `--js-flags=--expose-gc`. */
export async function openProbe(app: Callpoint, launch: ElectronLaunch): Promise<Probe> {
  const session = await app.page.context().newCDPSession(app.page)
  await session.send('HeapProfiler.enable')

  async function mainSnapshot(): Promise<string> {
    const file = join(app.userData, 'main.heapsnapshot')
    await app.app.evaluate((_electron, path) => {
      // The bundle's own `require`: there is no other way to a module from out here.
      const bundle: unknown = Reflect.get(process, 'mainModule')
      const load: unknown = Reflect.get(Object(bundle), 'require')
      if (typeof load !== 'function') throw new Error('main has no modules')
      const v8: unknown = Reflect.apply(load, bundle, ['node:v8'])
      const write: unknown = Reflect.get(Object(v8), 'writeHeapSnapshot')
      if (typeof write !== 'function') throw new Error('main lets nobody look')
      Reflect.apply(write, v8, [path])
    }, file)
    const text = readFileSync(file, 'utf8')
    rmSync(file)
    return text
  }

  return {
    async sample() {
      for (let turn = 0; turn < 2; turn += 1) await session.send('HeapProfiler.collectGarbage')
      const { usedSize } = await session.send('Runtime.getHeapUsage')
      const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
      const seen = await app.app.evaluate(({ app: electron, BrowserWindow }) => {
        const gc: unknown = Reflect.get(globalThis, 'gc')
        if (typeof gc !== 'function') throw new Error('main was not started with --expose-gc')
        // A look at the heap collects more thoroughly than any call for it does.
        const load: unknown = Reflect.get(Object(Reflect.get(process, 'mainModule')), 'require')
        if (typeof load !== 'function') throw new Error('main has no modules')
        const v8: unknown = Reflect.apply(load, undefined, ['node:v8'])
        const look: unknown = Reflect.get(Object(v8), 'getHeapSnapshot')
        if (typeof look !== 'function') throw new Error('main lets nobody look')
        const stream: unknown = Reflect.apply(look, v8, [])
        Reflect.apply(Reflect.get(Object(stream), 'destroy'), stream, [])
        for (let turn = 0; turn < 3; turn += 1) Reflect.apply(gc, undefined, [])
        const metrics = electron.getAppMetrics()
        return {
          main: process.memoryUsage().heapUsed,
          pids: [process.pid, BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0],
          working: metrics.reduce((sum, { memory }) => sum + memory.workingSetSize, 0) / 1024,
        }
      })
      return {
        main: seen.main,
        renderer: usedSize,
        nodes,
        listeners: jsEventListeners,
        privateMegabytes: seen.pids.reduce((sum, pid) => sum + privateOf(pid), 0),
        workingMegabytes: seen.working,
      }
    },
    async census() {
      return {
        main: censusOf(await mainSnapshot()),
        renderer: censusOf(await pageSnapshot(session)),
      }
    },
    async search(mark) {
      await collectAll(session)
      const places = [
        ['page', stringsWith(await pageSnapshot(session), mark)],
        ['main', stringsWith(await mainSnapshot(), mark)],
        [
          'disk',
          [app.home, launch.user?.home ?? app.home].flatMap((home) =>
            filesWithSecrets(home, [mark]),
          ),
        ],
      ] as const
      return places.flatMap(([place, found]) => found.map((text) => `${place}: ${text}`))
    },
  }
}

/**
 * A snapshot collects garbage with a stack over it, and keeps what only seems to be held from there: nodes of a screen
 * that is gone, with what was written in them. Without a stack nothing seems so.
 */
async function collectAll(session: CDPSession): Promise<void> {
  const expression = "gc({ type: 'major', execution: 'async' })"
  const { exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
  })
  if (exceptionDetails) throw new Error('the page was not started with --expose-gc')
}

async function pageSnapshot(session: CDPSession): Promise<string> {
  const parts: string[] = []
  const take = ({ chunk }: { chunk: string }): number => parts.push(chunk)
  session.on('HeapProfiler.addHeapSnapshotChunk', take)
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  session.off('HeapProfiler.addHeapSnapshotChunk', take)
  return parts.join('')
}

function stringsWith(snapshot: string, mark: string): readonly string[] {
  if (snapshot.length < 1_000_000) throw new Error('this is no snapshot of a heap')
  const found: string[] = []
  for (let at = snapshot.indexOf(mark); at >= 0; at = snapshot.indexOf(mark, at + 1)) {
    found.push(snapshot.slice(Math.max(0, at - 60), at + 60).replaceAll(/\s+/gu, ' '))
  }
  return found
}

/** MB of a process that it shares with nobody. */
function privateOf(pid: number): number {
  const text = readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8')
  const kilobytes = [...text.matchAll(/^Private_\w+:\s+(\d+) kB/gmu)].map(([, size]) =>
    Number(size),
  )
  return kilobytes.reduce((sum, size) => sum + size, 0) / 1024
}
