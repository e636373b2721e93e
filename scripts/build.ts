import { buildAll } from './lib/build-targets.ts'
import { readArguments, runScript } from './lib/script.ts'

const help = `
Builds what is stale: the app (out/), the simulator with its console (simulator/dist/), and the web component
(component/dist/).

  npm run build [-- [--force] [NAME...]]

  --force   build it even if it is not stale
  NAME      only these: app, console, simulator, component
`

await runScript('build', async () => {
  const input = readArguments(help, { force: { type: 'boolean' } })
  if (input === undefined) return 0
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const { positionals } = input
  const only = positionals.length > 0 ? { only: positionals } : {}
  await buildAll({ force: input.values.force === true, say, ...only })
  return 0
})
