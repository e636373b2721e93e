import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { signOfLife } from './sign-of-life.ts'

function start(code: string): Promise<string> {
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  return signOfLife<string>({
    child,
    what: 'it',
    listen: (resolve) => child.stdout.once('data', (data) => resolve(String(data))),
    said: () => said,
  })
}

it('test gets the first line of a program, or its error output if it ends before', async () => {
  expect(await start('console.log("ready")')).toBe('ready\n')
  await expect(start('console.error("no port"); process.exit(3)')).rejects.toThrow(
    'it did not come up: it ended with code 3\nno port',
  )
  const nobody = spawn('/nowhere/program')
  const sign = signOfLife({ child: nobody, what: 'it', listen: () => undefined })
  await expect(sign).rejects.toThrow('ENOENT')
})
