import { expect, test } from '../kit/centre/centre.ts'
import { startAgain } from '../kit/app/start-again.ts'

test('a technician without a display reads the options', async ({ launch }) => {
  const run = async (...args: string[]) =>
    await startAgain(launch, [launch.app, ...args], { DISPLAY: '', LC_ALL: 'de_DE.UTF-8' })
  const help = await run('--help')
  expect(help).toMatchObject({ code: 0 })
  expect(help.stdout).toContain('Aufruf: callpoint')
  expect(help.stdout).toContain('--store-secret NAME')
  // --version is answered by Electron itself in a development run: see package.spec.ts.
})
