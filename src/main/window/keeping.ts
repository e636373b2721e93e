/** What can be done about the page. */
export interface PageHands {
  /** Loads the app's page anew. Rejects when it cannot be loaded. */
  readonly load: () => Promise<void>
  /** Shows the safe screen. Rejects when not even that can be loaded. */
  readonly showSafe: () => Promise<void>
  /** Ends the page's process. */
  readonly kill: () => void
  /** Whether it stands still on purpose, under a developer's debugger. */
  readonly isHeld: () => boolean
}

/** What the machine can do to keep the contact point alive. */
export interface Hands {
  readonly page: PageHands
  /** MB that all processes of the app take together. */
  readonly measure: () => number
  /** Ends the app; it starts again, by the service manager where one is there. */
  readonly startAgain: (isManaged: boolean) => void
}

/** Who must be told what becomes of the page. */
export interface PageEvents {
  open(): void
  /** The page's process has ended. */
  gone(reason: string): void
  /** The customer has asked for the app's page from the safe screen. */
  retried(): void
  /** The window is closed: nothing is kept any more. */
  close(): void
}

/** What the machine's side knows of the watchdog. */
export interface Keeping {
  /** There is a window: from now on it is kept. */
  begin(hands: Hands): PageEvents
  /** The graphics process has failed. */
  gpuFailed(): void
  /** The machine has slept. */
  awake(): void
}

/** A page that main makes by itself, of no file of the build. */
export interface MadePage {
  readonly html: string
  readonly css: string
}
