import { spawn, type ChildProcess } from 'node:child_process'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoPolicy } from '../tests/kit/app/demo-policy.ts'
import { startVirtualDisplay } from '../tests/kit/machine/display.ts'
import {
  prepareElectron,
  sandboxArguments,
  type ElectronLaunch,
} from '../scripts/lib/electron-launch.ts'
import { startSimulator } from '../tests/kit/app/simulator-process.ts'
import { electronEnvironment, handOver } from '../tests/kit/machine/unprivileged.ts'
import { median, type Bench } from './lib/figure.ts'
import { privateFolder } from '../tests/kit/machine/folders.ts'

const ROUNDS = 8
const PATIENCE_MS = 60_000

/** A bare window in the same sandbox: static HTML, a one-line preload, shown when it is painted. */
const BARE_MAIN = `
const { app, BrowserWindow } = require('electron')
const { writeFileSync } = require('node:fs')
app.enableSandbox()
app.whenReady().then(() => {
  const window = new BrowserWindow({ show: false, width: 420, height: 720, webPreferences: { sandbox: true, contextIsolation: true, preload: __dirname + '/preload.cjs' } })
  window.once('ready-to-show', () => {
    window.show()
    writeFileSync(process.env.BARE_READY, String(Date.now()))
  })
  window.loadFile('index.html')
})
`

interface Variant {
  readonly name: 'callpoint' | 'bare'
  /** Milliseconds from before the spawn until it can be used. */
  start(): Promise<number>
}

/** Cold start until Home can be used, against a bare sandboxed window, interleaved, page cache dropped where root may. */
export const startup: Bench = {
  name: 'startup',
  about: 'cold start to an interactive Home, against a bare sandboxed Electron window',
  async run() {
    const launch = await prepareElectron()
    const display = await startVirtualDisplay(launch.user, { width: 1920, height: 1080 })
    const simulator = await startSimulator([])
    const folder = privateFolder(launch.user, 'bench')
    const ratios: number[] = []
    const times: Record<Variant['name'], number[]> = { callpoint: [], bare: [] }
    try {
      const variants = [
        callpoint(launch, display.environment, folder, demoPolicy(simulator)),
        bare(launch, display.environment, folder),
      ]
      for (let round = 0; round < ROUNDS; round += 1) {
        const measured: Partial<Record<Variant['name'], number>> = {}
        for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
          dropCaches()
          measured[variant.name] = await variant.start()
        }
        // The first round warms what no cold start of a real machine shares.
        if (round === 0 || measured.callpoint === undefined || measured.bare === undefined) continue
        times.callpoint.push(measured.callpoint)
        times.bare.push(measured.bare)
        ratios.push(measured.callpoint / measured.bare)
      }
    } finally {
      await simulator.stop()
      display.close()
      rmSync(folder, { recursive: true, force: true })
    }
    return [
      {
        name: 'startup',
        value: median(times.callpoint),
        floor: median(times.bare),
        ratio: median(ratios),
        unit: 'ms',
        goal: 1.5,
        n: ratios.length,
      },
    ]
  },
}

function callpoint(
  launch: ElectronLaunch,
  display: Readonly<Record<string, string>>,
  folder: string,
  policy: object,
): Variant {
  const file = join(folder, 'policy.json')
  writeFileSync(file, JSON.stringify(policy), { mode: 0o600 })
  handOver(launch.user, file)
  let runs = 0
  return {
    name: 'callpoint',
    async start() {
      runs += 1
      const data = join(folder, `data-${String(runs)}`)
      mkdirSync(join(data, 'logs'), { recursive: true })
      handOver(launch.user, data)
      handOver(launch.user, join(data, 'logs'))
      const log = join(data, 'logs', 'callpoint.log')
      return measure(
        launch,
        display,
        [launch.app, `--user-data-dir=${data}`, `--config=${file}`],
        {},
        join(data, 'logs'),
        () => {
          const ready = existsSync(log)
            ? /"time":"([^"]+)"[^\n]*"message":"ready"/u.exec(readFileSync(log, 'utf8'))
            : null
          return ready?.[1] === undefined ? undefined : Date.parse(ready[1])
        },
      )
    },
  }
}

function bare(
  launch: ElectronLaunch,
  display: Readonly<Record<string, string>>,
  folder: string,
): Variant {
  const app = join(folder, 'bare')
  mkdirSync(app, { recursive: true })
  writeFileSync(join(app, 'package.json'), '{"name":"bare","version":"1.0.0","main":"main.cjs"}')
  writeFileSync(join(app, 'main.cjs'), BARE_MAIN)
  writeFileSync(
    join(app, 'preload.cjs'),
    `require('electron').contextBridge.exposeInMainWorld('bare', true)`,
  )
  writeFileSync(
    join(app, 'index.html'),
    '<!doctype html><meta charset="utf-8"><title>bare</title><h1>Hello</h1>',
  )
  for (const name of ['', 'package.json', 'main.cjs', 'preload.cjs', 'index.html'])
    handOver(launch.user, join(app, name))
  let runs = 0
  return {
    name: 'bare',
    async start() {
      runs += 1
      const data = join(folder, `bare-${String(runs)}`)
      mkdirSync(data)
      handOver(launch.user, data)
      const file = join(data, 'ready')
      return measure(
        launch,
        display,
        [app, `--user-data-dir=${data}`],
        { BARE_READY: file },
        data,
        () => {
          const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
          return text === '' ? undefined : Number(text)
        },
      )
    },
  }
}

async function measure(
  launch: ElectronLaunch,
  display: Readonly<Record<string, string>>,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  watched: string,
  ready: () => number | undefined,
): Promise<number> {
  const spawned = Date.now()
  const child = spawn(launch.command, [...sandboxArguments(launch.sandbox), ...args], {
    cwd: launch.workingDirectory,
    env: electronEnvironment(launch.user, process.env, { ...display, ...environment }),
    stdio: 'ignore',
    detached: true,
  })
  try {
    return (await appears(watched, ready, child)) - spawned
  } finally {
    await end(child)
  }
}

/** The moment that `ready` tells of, looked for whenever the folder changes. */
function appears(
  folder: string,
  ready: () => number | undefined,
  child: ChildProcess,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const watcher = watch(folder, look)
    const limit = setTimeout(() => {
      finish(() => {
        reject(new Error('it did not come up'))
      })
    }, PATIENCE_MS)
    child.once('exit', () => {
      finish(() => {
        reject(new Error('it ended before it came up'))
      })
    })
    function look(): void {
      const at = ready()
      if (at !== undefined) {
        finish(() => {
          resolve(at)
        })
      }
    }
    function finish(then: () => void): void {
      watcher.close()
      clearTimeout(limit)
      child.removeAllListeners('exit')
      then()
    }
    look()
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return
  const gone = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve()
    }),
  )
  process.kill(-child.pid, 'SIGKILL')
  await gone
}

/** Only root may; elsewhere the start is a warm one, for both alike. */
function dropCaches(): void {
  if (process.getuid?.() !== 0) return
  execFileSync('sync')
  try {
    writeFileSync('/proc/sys/vm/drop_caches', '3')
  } catch {
    // A container may keep it from us: then both are warm.
  }
}
