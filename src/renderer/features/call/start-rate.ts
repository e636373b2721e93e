/** What a camera's picture of 1280 by 720 may take at most, so that the first whole one leaves at once. */
export const START_KBPS = 2500
/** What pictures are sent with; how lost packets are repeated has parameters of its own. */
const CODEC = /^a=rtpmap:(\d+) (?:VP8|VP9|H264|AV1)\/90000$/u

/**
 * Tells the receiver of a description with which rate it may begin to send pictures, in kilobits a second. Chromium
 * begins with 300 otherwise, at which the first whole picture waits for its turn. What the way really carries is found
 * out as ever, and who does not know the parameter passes over it.
 */
export function withStartRate(sdp: string, kbps: number): string {
  const parameter = `x-google-start-bitrate=${String(kbps)}`
  const types = new Set(
    sdp.split('\r\n').flatMap((line) => {
      const type = CODEC.exec(line)?.[1]
      return type === undefined ? [] : [type]
    }),
  )
  const withOwn = new Set<string>()
  const lines = sdp.split('\r\n').map((line) => {
    const type = /^a=fmtp:(\d+) /u.exec(line)?.[1] ?? ''
    if (!types.has(type)) return line
    withOwn.add(type)
    return line.includes('x-google-start-bitrate') ? line : `${line};${parameter}`
  })
  return lines
    .flatMap((line) => {
      const type = CODEC.exec(line)?.[1] ?? ''
      const isBare = types.has(type) && !withOwn.has(type)
      return isBare ? [line, `a=fmtp:${type} ${parameter}`] : [line]
    })
    .join('\r\n')
}
