import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openFolder, removeFolder } from '../machine/folders.ts'

/** A network of its own for one browser, with two ways out of which one is up at a time. */
export interface SmallNetwork {
  /** Under this address the browser reaches what listens on it here, by either way. */
  readonly server: string
  /** The browser's own address on each way. */
  readonly addresses: readonly [string, string]
  /** Starts `program` within. */
  wrap(program: string): string
  plug(way: 0 | 1): void
  /** The interface goes away with its address, as when a cable is pulled. */
  unplug(way: 0 | 1): void
  close(): void
}

function ip(...words: readonly string[]): void {
  execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Undefined where this machine does not allow it: it takes root and network namespaces. */
export function openSmallNetwork(): SmallNetwork | undefined {
  const name = `callpoint${String(process.pid)}`
  try {
    ip('netns', 'add', name)
  } catch {
    return undefined
  }
  const third = process.pid % 120
  const server = `198.19.${String(third)}.1`
  const folder = openFolder('network')
  let plugged: 0 | 1 | undefined
  const subnet = (way: 0 | 1): string => `198.18.${String(2 * third + way)}`
  const near = (way: 0 | 1): string => `cp${String(way)}n${String(process.pid)}`
  const far = (way: 0 | 1): string => `cp${String(way)}f${String(process.pid)}`
  ip('addr', 'add', `${server}/32`, 'dev', 'lo')
  ip('-n', name, 'link', 'set', 'lo', 'up')
  return {
    server,
    addresses: [`${subnet(0)}.2`, `${subnet(1)}.2`],
    wrap(program) {
      const path = join(folder, 'within')
      writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${name} ${program} "$@"\n`, {
        mode: 0o755,
      })
      return path
    },
    plug(way) {
      plugged = way
      ip('link', 'add', near(way), 'type', 'veth', 'peer', 'name', far(way), 'netns', name)
      ip('addr', 'add', `${subnet(way)}.1/24`, 'dev', near(way))
      ip('link', 'set', near(way), 'up')
      ip('-n', name, 'addr', 'add', `${subnet(way)}.2/24`, 'dev', far(way))
      ip('-n', name, 'link', 'set', far(way), 'up')
      ip('-n', name, 'route', 'add', 'default', 'via', `${subnet(way)}.1`)
    },
    unplug(way) {
      ip('link', 'del', near(way))
      plugged = undefined
    },
    close() {
      ip('addr', 'del', `${server}/32`, 'dev', 'lo')
      // By hand, since the kernel takes its time with what a network leaves behind.
      if (plugged !== undefined) this.unplug(plugged)
      ip('netns', 'del', name)
      removeFolder(folder)
    },
  }
}
