import { buildAll } from '../../../scripts/lib/build-targets.ts'
import { startVirtualDisplay, type Display } from '../machine/display.ts'
import { prepareElectron, type ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import { ensureSystemPackages } from '../machine/system-packages.ts'

/** What a campaign needs to open the real app. */
export interface Stage {
  readonly launch: ElectronLaunch
  readonly display: Display
}

/** Installs and builds what is missing, and starts a display of `size` pixels. */
export async function prepareStage(
  size: { readonly width: number; readonly height: number },
  say: (line: string) => void,
): Promise<Stage> {
  await ensureSystemPackages({ display: true, chromium: true })
  await buildAll({ say })
  const launch = await prepareElectron()
  return { launch, display: await startVirtualDisplay(launch.user, size) }
}
