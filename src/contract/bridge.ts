import type { Names } from './define.ts'

/**
 * The three functions a bridge needs: over Electron's ipc in the app, in memory in unit tests.
 * `invoke` answers an `Outcome`, `read` a view; `listen` answers the function that ends it.
 */
export interface Transport {
  invoke(name: string, input: unknown): Promise<unknown>
  read(name: string): Promise<unknown>
  listen(name: string, listener: (view: unknown) => void): () => void
}

/** Makes the object the renderer holds from the contract's names: one loop, no call by hand. */
export function createBridge(names: Names, transport: Transport): object {
  const bridge: Record<string, Record<string, unknown>> = {}
  for (const [group, members] of Object.entries(names)) {
    const made: Record<string, unknown> = {}
    for (const [member, kind] of Object.entries(members)) {
      const name = `${group}.${member}`
      made[member] =
        kind === 'call'
          ? (input: unknown) => transport.invoke(name, input)
          : {
              read: () => transport.read(name),
              on: (listener: (view: unknown) => void) => transport.listen(name, listener),
            }
    }
    bridge[group] = made
  }
  return bridge
}
