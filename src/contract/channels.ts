/** The three names that Electron's ipc knows; everything else is a name of the contract. */
export const CHANNELS = {
  call: 'callpoint:call',
  read: 'callpoint:read',
  view: 'callpoint:view',
} as const
