import {
  flipFuses,
  FuseState,
  FuseV1Options,
  FuseVersion,
  getCurrentFuseWire,
} from '@electron/fuses'
import { ScriptFailure } from './failure.ts'

/** What a shipped binary can still be talked into: switches burnt into it. */
export type Fuses = Readonly<Record<string, boolean>>

const onLinux = process.platform === 'linux'

/** How they must stand in what is shipped; a fuse that this Electron does not have yet is left out. */
export const wantedFuses: Fuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  // Electron checks the archive on macOS and Windows only; on Linux the files are root's.
  EnableEmbeddedAsarIntegrityValidation: !onLinux,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
}

/** How they stand in an Electron as its makers publish it: Node.js, inspector and folders all work. */
export const publishedFuses: Fuses = {
  RunAsNode: true,
  EnableCookieEncryption: false,
  EnableNodeOptionsEnvironmentVariable: true,
  EnableNodeCliInspectArguments: true,
  EnableEmbeddedAsarIntegrityValidation: false,
  OnlyLoadAppFromAsar: false,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: true,
}

/** The fuses of an Electron binary, or of an application bundle on macOS. */
export async function readFuses(binary: string): Promise<Fuses> {
  const wire = new Map<string, unknown>(Object.entries(await getCurrentFuseWire(binary)))
  const known = Object.keys(wantedFuses).flatMap((name): [string, boolean][] => {
    const state = wire.get(String(Reflect.get(FuseV1Options, name)))
    if (state !== FuseState.ENABLE && state !== FuseState.DISABLE) return []
    return [[name, state === FuseState.ENABLE]]
  })
  return Object.fromEntries(known)
}

/**
 * Sets every fuse that the binary has as it is wanted, and answers how they stand now.
 * @throws ScriptFailure when one stands otherwise afterwards.
 */
export async function setFuses(binary: string, wanted: Fuses): Promise<Fuses> {
  const present = Object.keys(await readFuses(binary))
  const settings = Object.fromEntries(
    present.map((name) => [Number(Reflect.get(FuseV1Options, name)), wanted[name] === true]),
  )
  await flipFuses(binary, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: false,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...settings,
  })
  const fuses = await readFuses(binary)
  const wrong = Object.entries(fuses).filter(([name, state]) => wanted[name] !== state)
  if (wrong.length > 0) throw new ScriptFailure(`fuses stand wrong: ${wrong.join(' ')}`)
  return fuses
}
