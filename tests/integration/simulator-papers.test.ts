import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { gather } from '../../scripts/lib/command.ts'
import { npmCommand } from '../../scripts/lib/npm.ts'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { parseFirstLine } from '../kit/app/simulator-process.ts'
import { createCentre } from '../../simulator/centre.ts'

const read = (...path: readonly string[]): string =>
  readFileSync(join(repositoryRoot, ...path), 'utf8')

/** The client of docs/simulator.md, as it stands there. */
function printedClient(): string {
  const found = /<!-- client -->\s*```js\n([^]*?)```\s*<!-- end -->/u.exec(
    read('docs', 'simulator.md'),
  )
  if (found?.[1] === undefined) throw new Error('docs/simulator.md prints no client')
  return found[1]
}

it('documented client has thirty lines and completes a chat', async () => {
  const source = printedClient()
  expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(30)
  const folder = mkdtempSync(join(tmpdir(), 'client-'))
  const centre = await createCentre({ automaticAgent: true, seed: 1 })
  try {
    const program = join(folder, 'client.mjs')
    writeFileSync(program, source)
    const { code, output } = await gather(process.execPath, [program, centre.urls.rest])
    expect(code, output).toBe(0)
    expect(output).toMatch(/^CUSTOMER_MESSAGE My order is late$/mu)
    expect(output).toMatch(/^CUSTOMER_MESSAGE It was promised for Monday\.$/mu)
    expect(output.match(/^AGENT_MESSAGE /gmu)?.length).toBeGreaterThanOrEqual(2)
    const [session] = centre.sessions.list()
    expect(session?.endedBy).toBe('customer')
  } finally {
    await centre.close()
    rmSync(folder, { recursive: true })
  }
})

it("program that runs npm -s reads the simulator's first line", async () => {
  const [npm = 'npm', ...words] = npmCommand()
  const child = spawn(npm, [...words, 'run', '-s', 'simulator', '--', '--port', '0'], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const closed = once(child, 'close')
  try {
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve)
      child.once('close', () => reject(new Error('it has said nothing')))
    })
    const { rest, clientId } = parseFirstLine(line)
    expect(rest).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/restinteractionsdk$/u)
    // The credentials that the client in the docs has.
    expect(printedClient()).toContain(clientId)
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
    await closed
  }
})

it("docs, OpenAPI, README and the simulator's help name the same port", () => {
  const papers = [
    ['README.md'],
    ['CONTRIBUTING.md'],
    ['simulator', 'cli.ts'],
    ['simulator', 'README.md'],
    ['simulator', 'config', 'xml.ts'],
    ['simulator', 'Containerfile'],
    ['component', 'demo', 'demo.html'],
    ...readdirSync(join(repositoryRoot, 'docs'))
      .filter((name) => /\.(md|yaml)$/u.test(name))
      .map((name) => ['docs', name]),
  ]
  // What vite previews has its own port, and rtpengine one for its orders.
  const pattern =
    /(?:localhost|127\.0\.0\.1):(?!4173|2223)(\d+)|--port",? "?(\d{2,})|(?:port|Port:|EXPOSE) (\d{4})\b/gu
  const ports = papers.flatMap((path) =>
    [...read(...path).matchAll(pattern)].map(([, ...found]) => found.find(Boolean)),
  )
  expect(ports.length).toBeGreaterThan(5)
  expect(new Set(ports)).toEqual(new Set(['8088']))
})
