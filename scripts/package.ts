import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { buildAll } from './lib/build-targets.ts'
import { which } from './lib/command.ts'
import { resolveElectron } from './lib/electron-runtime.ts'
import { ScriptFailure } from './lib/failure.ts'
import { packageApp, readManifest, refuseDevelopmentOnly } from './lib/package-app.ts'
import { makeDeb, type Compression } from './lib/package-deb.ts'
import { repositoryRoot } from './lib/paths.ts'
import { readArguments, runScript } from './lib/script.ts'

const help = `
Builds what is stale, packages the app with Electron, sets its fuses, and creates the installer for
this platform: a Debian package if dpkg-deb is installed, otherwise a folder.

  npm run package [-- [--format deb|folder] [--compression xz|gzip|none] [--out FOLDER] [--development-runtime]]

  --format FORMAT        deb or folder
  --compression KIND     of the Debian package: xz (the default), gzip (faster), none
  --out FOLDER           output folder (dist)
  --development-runtime  package an Electron that gets no security fixes; never ship the result
`

const formats = ['deb', 'folder'] as const
const compressions = ['xz', 'gzip', 'none'] as const
const say = (line: string) => process.stdout.write(`${line}\n`)

await runScript('package', async () => {
  const input = readArguments(help, {
    format: { type: 'string' },
    compression: { type: 'string' },
    out: { type: 'string' },
    'development-runtime': { type: 'boolean' },
  })
  if (input === undefined) return 0
  const { values } = input
  const format = oneOf('format', values.format ?? usualFormat(), formats)
  const compression: Compression = oneOf('compression', values.compression ?? 'xz', compressions)
  const out = resolve(values.out ?? join(repositoryRoot, 'dist'))
  const runtime = await resolveElectron({ say })
  refuseDevelopmentOnly(runtime, values['development-runtime'] === true)
  await buildAll({ say, only: ['app'] })
  mkdirSync(out, { recursive: true })
  say(`Packaging with Electron ${runtime.version} ...`)
  const { folder, fuses } = await packageApp(runtime, out)
  for (const [name, state] of Object.entries(fuses)) say(`  ${state ? 'on ' : 'off'}  ${name}`)
  if (format === 'folder') {
    say(relative(process.cwd(), folder))
    return 0
  }
  try {
    const { version: electronVersion, developmentOnly } = runtime
    const manifest = readManifest()
    const deb = { manifest, app: folder, out, electronVersion, developmentOnly, compression }
    say(relative(process.cwd(), await makeDeb(deb)))
  } finally {
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true })
  }
  return 0
})

function usualFormat(): string {
  return which('dpkg-deb') === undefined ? 'folder' : 'deb'
}

function oneOf<const Choice extends string>(
  name: string,
  value: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((each) => each === value)
  if (choice !== undefined) return choice
  throw new ScriptFailure(`--${name} takes ${choices.join(', ')}, not "${value}"`)
}
