/** A key held down repeats after this long, then so often, in milliseconds. */
const FIRST_MS = 450
const NEXT_MS = 70

/** Does `task` now, and again and again until the answered function is called. */
export function holdDown(task: () => void): () => void {
  let timer = setTimeout(again, FIRST_MS)
  function again(): void {
    task()
    timer = setTimeout(again, NEXT_MS)
  }
  task()
  return () => {
    clearTimeout(timer)
  }
}
