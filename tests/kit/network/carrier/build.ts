import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { openForReading, publish } from '../../../../scripts/lib/electron-fallback.ts'
import { cacheDirectory } from '../../../../scripts/lib/paths.ts'

/** Bundles the program into a folder that Electron can be started with, also by the unprivileged user. */
export async function buildCarrierProgram(): Promise<string> {
  const code = await bundled(join(import.meta.dirname, 'program.electron.ts'))
  const name = createHash('sha256').update(code).digest('hex').slice(0, 12)
  const parent = join(cacheDirectory(), 'carrier')
  const target = join(parent, name)
  if (existsSync(target)) return target
  mkdirSync(parent, { recursive: true, mode: 0o755 })
  const work = mkdtempSync(join(parent, '.making-'))
  try {
    writeFileSync(join(work, 'program.cjs'), code)
    writeFileSync(join(work, 'package.json'), '{ "name": "carrier", "main": "program.cjs" }\n')
    openForReading(work)
    publish(work, target)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return target
}

async function bundled(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      write: false,
      target: 'node20.18',
      rolldownOptions: {
        external: ['electron'],
        output: { format: 'cjs', codeSplitting: false },
      },
    },
  })
  const [first] = Array.isArray(result) ? result : [result]
  const chunk = first !== undefined && 'output' in first ? first.output[0] : undefined
  if (chunk === undefined) throw new Error('the carrier program was not built')
  return chunk.code
}
