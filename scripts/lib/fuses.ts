import {
  flipFuses,
  FuseState,
  FuseV1Options,
  FuseVersion,
  getCurrentFuseWire,
} from '@electron/fuses'

/** What a shipped binary can still be talked into: switches burnt into it. */
export type Fuses = Readonly<Record<string, boolean>>

const onLinux = process.platform === 'linux'

/** How they must stand; a fuse that this Electron does not have yet is left out. */
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

/** Sets every fuse that the binary has as it is wanted, and answers how they stand now. */
export async function setFuses(binary: string): Promise<Fuses> {
  const present = Object.keys(await readFuses(binary))
  const settings = Object.fromEntries(
    present.map((name) => [Number(Reflect.get(FuseV1Options, name)), wantedFuses[name] === true]),
  )
  await flipFuses(binary, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: false,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...settings,
  })
  return await readFuses(binary)
}
