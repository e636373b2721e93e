import { readArguments, runScript } from './lib/script.ts'
import { fakeLayouts, fakeStates, startFakeServer } from '../tests/kit/page/fake-server.ts'
import { runDevelopment } from './lib/dev-app.ts'
import { ScriptFailure } from './lib/failure.ts'
import { parseStartArguments } from './lib/start-arguments.ts'

const help = `
Runs the app against the simulator with its page from the sources: a change of a screen is seen at once, a change of main
starts the app again. With --fake it shows one screen in a named state in any browser: no Electron, no build and no
contact centre.

  npm run dev [-- arguments of npm start]
  npm run dev -- --fake [NAME] [--port PORT]

  --fake        without a name, lists the states
  --port PORT   where to serve it on this machine (5180)

Beside ?fake=NAME the address takes layout=${Object.keys(fakeLayouts).join('|')}, lang=en|de|fi|ar,
theme=light|dark|contrast, mode=kiosk|desktop, zoom=1.4 and reach. Ctrl-C ends it.
`

const say = (line: string) => process.stdout.write(`${line}\n`)

await runScript('dev', async () => {
  if (!process.argv.slice(2).some((word) => ['--fake', '--help', '-h'].includes(word))) {
    const options = parseStartArguments(process.argv.slice(2))
    if (options !== 'help') return await runDevelopment(options, say)
  }
  const input = readArguments(help, {
    fake: { type: 'boolean' },
    port: { type: 'string', default: '5180' },
  })
  if (input === undefined) return 0
  const [name, ...others] = input.positionals
  if (input.values.fake !== true || others.length > 0)
    throw new ScriptFailure('say which state to show: --fake NAME (see --help)')
  if (name === undefined) {
    for (const each of fakeStates) say(each)
    return 0
  }
  if (!fakeStates.includes(name))
    throw new ScriptFailure(`there is no state ${name}; --fake alone lists them`)
  const port = Number(input.values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ScriptFailure(`${input.values.port} is no port`)
  const { origin } = await startFakeServer(port)
  say(`${origin}/?fake=${name}&layout=portrait&lang=en`)
  say(`Every state: ${origin}/`)
  return await new Promise<number>(() => undefined)
})
