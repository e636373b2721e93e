/** What the watchdog can do with the page. */
export interface PageControls {
  /** Loads the app's page anew. Rejects when it cannot be loaded. */
  readonly load: () => Promise<void>
  /** Shows the safe screen. Rejects when not even that can be loaded. */
  readonly showSafe: () => Promise<void>
  /** Ends the page's process. */
  readonly kill: () => void
  /** Whether it stands still on purpose, under a developer's debugger. */
  readonly isHeld: () => boolean
}

/** What the watchdog can do with the app. */
export interface AppControls {
  readonly page: PageControls
  /** MB that all processes of the app take together. */
  readonly measure: () => number
  /** Ends the app; it starts again, by the service manager where one is there. */
  readonly startAgain: (isManaged: boolean) => void
}

/** What happens to the page. */
export interface PageEvents {
  open(): void
  /** The page's process has ended. */
  gone(reason: string): void
  /** The customer has asked for the app's page from the safe screen. */
  retried(): void
  /** The window is closed: nothing is supervised any more. */
  close(): void
}

/** What Electron's side reports to the watchdog. */
export interface WatchdogEvents {
  /** There is a window: its page is supervised from now on. */
  begin(controls: AppControls): PageEvents
  /** The graphics process has failed. */
  gpuFailed(): void
  /** The machine has slept. */
  awake(): void
}

/** A page that main generates, without any file of the build. */
export interface GeneratedPage {
  readonly html: string
  readonly css: string
}
