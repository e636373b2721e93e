import type { Attachment } from 'svelte/attachments'

/** Keeps the end of what scrolls in view when a notice or the composer takes some of its height. */
export const staysAtEnd: Attachment<HTMLElement> = (element) => {
  if (!('ResizeObserver' in window)) return undefined
  let isAtEnd = true
  const look = (): void => {
    isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 8
  }
  const sizes = new ResizeObserver(() => {
    if (isAtEnd) element.scrollTop = element.scrollHeight
  })
  element.addEventListener('scroll', look)
  sizes.observe(element)
  return () => {
    element.removeEventListener('scroll', look)
    sizes.disconnect()
  }
}

/** Lets a video element play a stream, through the wished speaker where the browser can choose. */
export const plays =
  (stream: MediaStream | undefined, speaker = ''): Attachment<HTMLVideoElement> =>
  (video) => {
    video.srcObject = stream ?? null
    if (stream !== undefined) void video.play().catch(() => undefined)
    if ('setSinkId' in video) void video.setSinkId(speaker).catch(() => undefined)
    return () => {
      video.srcObject = null
    }
  }
