import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../scripts/lib/command.ts'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { picturesFolder } from '../kit/page/picture.ts'
import type { Campaign } from './lib/campaign.ts'

/** Every state of every screen, in each layout, theme and language: `npm test` shows each state in one of the looks. */
export const pictures: Campaign = {
  name: 'pictures',
  about:
    'a picture of every state in every layout, theme and language, looked at by axe, in test-results/pictures',
  options: {},
  async run() {
    rmSync(picturesFolder, { recursive: true, force: true })
    const code = await run(
      process.execPath,
      [join(repositoryRoot, 'scripts', 'test.ts'), '--e2e', '--name', '@pictures'],
      { cwd: repositoryRoot, env: { ...process.env, CALLPOINT_LOOKS: 'all' } },
    )
    const written = globSync('**/*.png', { cwd: picturesFolder }).length
    return { line: `pictures=${written} exit=${code}`, passed: code === 0 }
  },
}
