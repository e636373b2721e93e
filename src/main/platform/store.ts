/**
 * Where a service keeps what must survive a crash. Values are JSON. `set` has reached the disk
 * (or the memory that stands in for it) when it returns, since an outbox is written down before the
 * request leaves. Nothing here throws because of the disk: if it cannot be written, the value stays in
 * memory, and whoever opened the store can tell.
 */
export interface Store {
  get(key: string): unknown
  set(key: string, value: unknown): void
  delete(key: string): void
}

export function createMemoryStore(): Store {
  const values = new Map<string, string>()
  return {
    get(key) {
      const text = values.get(key)
      return text === undefined ? undefined : (JSON.parse(text) as unknown)
    },
    set(key, value) {
      values.set(key, JSON.stringify(value))
    },
    delete(key) {
      values.delete(key)
    },
  }
}
