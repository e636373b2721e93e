import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { expect, test } from '../support/centre.ts'
import { startAgain } from '../support/session-bus.ts'

test('a technician without a display reads the options and the version', async ({ launch }) => {
  const run = async (...args: string[]) =>
    await startAgain(launch, [launch.app, ...args], { DISPLAY: '', LC_ALL: 'de_DE.UTF-8' })
  const help = await run('--help')
  expect(help).toMatchObject({ code: 0 })
  expect(help.stdout).toContain('Aufruf: callpoint')
  expect(help.stdout).toContain('--store-secret NAME')
  const { version } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
    version: string
  }
  expect(await run('--version')).toMatchObject({ code: 0, stdout: `callpoint ${version}\n` })
})
