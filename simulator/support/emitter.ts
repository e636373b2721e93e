/** Tells many listeners, in the order in which they came. */
export interface Emitter<Event> {
  emit(event: Event): void
  /** Returns the function which ends the subscription. */
  on(listener: (event: Event) => void): () => void
}

export const createEmitter = <Event>(): Emitter<Event> => {
  const listeners = new Set<(event: Event) => void>()
  return {
    emit: (event) => {
      for (const listener of listeners) listener(event)
    },
    on: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
