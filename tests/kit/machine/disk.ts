type Values = Readonly<Record<string, unknown>>

/** The file of a vault on a disk that can be full. What it holds survives its process. */
export interface Disk {
  /** Empty where there is no file. */
  read(): Values
  /**
   * The whole file anew, beside the old one until it is complete.
   * @throws Error `ENOSPC` where there is no room for it.
   */
  write(values: Values): void
  discard(): void
  /** From now on there is no room but for what is taken away. */
  fill(): void
  makeRoom(): void
}

export function createDisk(): Disk {
  let file: string | undefined
  /** Characters that fit beside the file; undefined for as many as you like. */
  let room: number | undefined

  return {
    read: () => (file === undefined ? {} : (JSON.parse(file) as Values)),
    write(values) {
      const next = JSON.stringify(values)
      if (room !== undefined) {
        if (next.length > room) {
          throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
        }
        room += (file?.length ?? 0) - next.length
      }
      file = next
    },
    discard() {
      if (room !== undefined) room += file?.length ?? 0
      file = undefined
    },
    fill() {
      room = 0
    },
    makeRoom() {
      room = undefined
    },
  }
}
