import { readArguments, runScript } from './lib/script.ts'
import { fakeLayouts, fakeStates, startFakeServer } from '../tests/kit/page/fake-server.ts'
import { ScriptFailure } from './lib/failure.ts'

const help = `
Shows one screen in a named state in any browser, from its sources and with hot reload: no Electron, no build and no
contact centre.

  npm run dev -- --fake [NAME] [--port PORT]

  --fake        without a name, lists the states
  --port PORT   where to serve it on this machine (5180)

Beside ?fake=NAME the address takes layout=${Object.keys(fakeLayouts).join('|')}, lang=en|de|fi|ar,
theme=light|dark|contrast, mode=kiosk|desktop, zoom=1.4 and reach. Ctrl-C ends it.
`

const say = (line: string) => process.stdout.write(`${line}\n`)

await runScript('dev', async () => {
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
