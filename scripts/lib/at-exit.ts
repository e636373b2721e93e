const actions = new Set<() => void>()

/**
 * Has `action` run when this process ends by itself or by `process.exit`; it must be quick and must not wait.
 * The answer takes it back.
 */
export function atExit(action: () => void): () => void {
  if (actions.size === 0) process.once('exit', runAll)
  actions.add(action)
  return () => {
    actions.delete(action)
    if (actions.size === 0) process.off('exit', runAll)
  }
}

function runAll(): void {
  for (const action of actions) action()
}
