const PARAMETER = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /u

/**
 * A description of our own without lines about payload types that its `m=` line does not list. Firefox (153) leaves the
 * `a=rtcp-fb` lines of codecs that were not preferred, and Chromium refuses such an offer as a whole.
 */
export function withoutStrays(sdp: string): string {
  let listed: ReadonlySet<string> = new Set()
  return sdp
    .split('\r\n')
    .filter((line) => {
      if (line.startsWith('m=')) listed = new Set(line.split(' ').slice(3))
      const type = PARAMETER.exec(line)?.[1]
      return type === undefined || listed.has(type)
    })
    .join('\r\n')
}
