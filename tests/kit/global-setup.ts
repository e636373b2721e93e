import { buildAll } from '../../scripts/lib/build-targets.ts'
import { hasDisplay } from './machine/display.ts'
import { prepareElectron } from '../../scripts/lib/electron-launch.ts'
import { ensureSystemPackages } from './machine/system-packages.ts'
import { makeFilm } from './machine/devices.ts'

/** Makes ready what every end-to-end test needs, once, before any of them starts. */
async function globalSetup(): Promise<void> {
  await ensureSystemPackages({ display: !hasDisplay(), chromium: true })
  await buildAll({ say: (line) => console.log(line) })
  await prepareElectron()
  makeFilm()
}

// Playwright asks for a default export.
// eslint-disable-next-line no-restricted-syntax
export default globalSetup
