import { buildAll } from './lib/build-targets.ts'
import { readArguments, runScript } from './lib/script.ts'

const help = `
Builds what is stale: the app (out/), the simulator's console, and the web component (dist/component/).

  npm run build [-- --force]

  --force   build everything, stale or not
`

await runScript('build', async () => {
  const input = readArguments(help, { force: { type: 'boolean' } })
  if (input === undefined) return 0
  const say = (line: string) => process.stdout.write(`${line}\n`)
  await buildAll({ force: input.values.force === true, say })
  return 0
})
