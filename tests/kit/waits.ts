/**
 * What a page is asked to do takes less, in milliseconds; what takes longer fails by its name, and not with the whole
 * test.
 */
export const ACTION_MS = 30_000

/**
 * What `promise` resolves with.
 * @throws Error with the complaint when that takes longer than `limitMs`.
 */
export async function within<Result>(
  promise: Promise<Result>,
  limitMs: number,
  complaint: string,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${complaint} within ${limitMs / 1000} s`)), limitMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
