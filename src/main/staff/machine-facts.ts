/** What the operating system tells of itself. */
export interface SystemFacts {
  readonly platform: NodeJS.Platform
  readonly isRoot: boolean
  /** Groups of this user that may administer the machine, for instance `sudo`. */
  readonly adminGroups: readonly string[]
  /** Name of the desktop around the app, where there is one. */
  readonly desktop?: string
  /** The kiosk compositor that started the app, with its arguments. */
  readonly compositor?: readonly string[]
}

/** What is not where it should be kept; each is absent where all is well. */
export interface StorageFacts {
  /** Why what must survive a crash is in memory alone: `ENOSPC`, `EROFS`, ... */
  readonly unwritten?: string
  /** Why the log cannot be written. */
  readonly unlogged?: string
}

/** What of a kiosk's lock can fail to hold; each has its words in `doctor.lock`. */
export type LockPart = 'kiosk' | 'onTop' | 'menu' | 'tools' | 'zoom' | 'screen'

/** What only Electron can tell. */
export interface MachineFacts {
  readonly displays: readonly { readonly width: number; readonly height: number }[]
  /** Names of the system's printers; undefined where they could not be listed. */
  readonly printers?: readonly string[]
  /** What of the window's lock does not hold; undefined without a window. */
  readonly unlocked?: readonly LockPart[]
  readonly freeBytes?: number
  readonly isWritable: boolean
  readonly folder: string
  /** Where this installation has its documents for IT. */
  readonly docs: string
  readonly electron: string
  readonly isPackaged: boolean
  /** Fuses that stand as they should not; undefined where they could not be read. */
  readonly wrongFuses?: readonly string[]
  readonly system: SystemFacts
}
