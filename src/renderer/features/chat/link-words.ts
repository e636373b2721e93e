import type { PageRef } from '../../../contract/rich.ts'

/**
 * Whether words say which host they lead to, as a whole name: `https://shop.example/a` does for
 * `www.shop.example`, `myshop.example` does not. Where they do not, the host stands beside them.
 */
export function namesHost(words: string, { host }: Pick<PageRef, 'host'>): boolean {
  const wanted = bare(host)
  return words
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}.:_-]+/u)
    .some((word) => bare(word) === wanted)
}

function bare(name: string): string {
  return name
    .toLowerCase()
    .replace(/^www\./u, '')
    .replace(/[.:]+$/u, '')
}
