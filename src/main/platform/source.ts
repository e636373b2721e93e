import type { Off, Source, View } from '../../contract/define.ts'

/** A source that its owner publishes to: one writer, complete views, a revision that only grows. */
export interface Publisher<V extends View> extends Source<V> {
  /** Replaces the named parts of the view; `undefined` removes an optional part. */
  publish(change: Change<V>): void
}

type Change<V extends View> = { readonly [K in keyof Omit<V, 'revision'>]?: V[K] | undefined }

export function createSource<V extends View>(initial: Omit<V, 'revision'>): Publisher<V> {
  const listeners = new Set<(view: V) => void>()
  let view = freeze<V>({ ...initial, revision: 1 })

  return {
    get view() {
      return view
    },
    subscribe(listener): Off {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    publish(change) {
      const parts = { ...view, ...change, revision: view.revision + 1 }
      const kept = Object.entries(parts).filter(([, part]) => part !== undefined)
      view = freeze<V>(Object.fromEntries(kept))
      for (const listener of [...listeners]) listener(view)
    },
  }
}

/** The one cast of this file: a view is put together from parts the caller has typed. */
// oxlint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names the view meant
function freeze<V extends View>(parts: object): V {
  return Object.freeze(parts) as V
}
