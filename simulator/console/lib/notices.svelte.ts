import { ApiError } from './api.ts'

/** Something to tell the agent, until it is dismissed or what it tells of is over. */
export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'bad'
  readonly text: string
  /** What was tried: a later notice of the same replaces this one, its success takes it away. */
  readonly about?: string | undefined
  /** False once what it tells of is over; a notice without it waits to be dismissed. */
  readonly holds?: (() => boolean) | undefined
}

const most = 3

/** What a notice is about that tells of a lost centre. */
export const theCentre = 'centre'

/** Holds until something is gone that may not have been seen yet. */
export const untilGone = (isThere: () => boolean): (() => boolean) => {
  let seen = false
  return () => {
    const there = isThere()
    seen ||= there
    return there || !seen
  }
}

/** What stands above everything else: the latest few. */
export class Notices {
  list = $state.raw<readonly Notice[]>([])
  #serial = 0

  add(notice: Omit<Notice, 'id'>): void {
    this.#serial += 1
    const isSame = ({ about, text }: Notice): boolean =>
      about === undefined ? text === notice.text : about === notice.about
    const others = this.list.filter((other) => !isSame(other))
    this.list = [...others, { ...notice, id: this.#serial }].slice(-most)
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id)
  }

  /** What was tried has worked. */
  answer(about: string): void {
    this.#keep((notice) => notice.about !== about)
  }

  /** Waits for something that may fail. A failure becomes a notice, which goes when it works. */
  async attempt(work: Promise<unknown>, about?: string): Promise<boolean> {
    try {
      await work
      this.answer(theCentre)
      if (about !== undefined) this.answer(about)
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.add({
        tone: 'bad',
        text: error.message,
        about: error.status === 0 ? theCentre : about,
      })
      return false
    }
  }

  /** Takes away what is over; called after whatever may have ended it. */
  settle(): void {
    this.#keep(({ holds }) => holds?.() !== false)
  }

  #keep(isKept: (notice: Notice) => boolean): void {
    if (!this.list.every(isKept)) this.list = this.list.filter(isKept)
  }
}
