import { ForbiddenByPage, originOf, watchPolicy } from '../page-limits.ts'

/** Rejects a connection that the page's own policy forbids, where the library would wait for ever. */
export function createPolicyGate(server: string): {
  /** Rejects with `ForbiddenByPage`, now and later. */
  pass(connect: () => Promise<void>): Promise<void>
  close(): void
} {
  let isForbidden = false
  let refuse: () => void = () => undefined
  const stop = watchPolicy((origin) => {
    if (origin !== originOf(server)) return
    isForbidden = true
    refuse()
  })
  return {
    async pass(connect) {
      if (isForbidden) throw new ForbiddenByPage()
      const refused = new Promise<never>((_resolve, reject) => {
        refuse = () => {
          reject(new ForbiddenByPage())
        }
      })
      await Promise.race([connect(), refused])
    },
    close: stop,
  }
}
