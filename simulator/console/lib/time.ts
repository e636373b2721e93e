/** Minutes and seconds, hours only where there are some: 4:05, 1:02:09. */
export const elapsed = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** Time of day on this machine: 14:32. */
export const timeOfDay = (iso: string, language: string, zone?: string): string =>
  new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(new Date(iso))

/** A window in local time: the day once where both ends are on it. */
export const windowOf = (
  span: { readonly start: string; readonly end: string },
  language: string,
  zone?: string,
): { readonly day: string; readonly hours: string } => {
  const day = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(zone === undefined ? {} : { timeZone: zone }),
  })
  const [from, to] = [new Date(span.start), new Date(span.end)]
  const [first, last] = [day.format(from), day.format(to)]
  const end = timeOfDay(span.end, language, zone)
  return {
    day: first,
    hours: `${timeOfDay(span.start, language, zone)} – ${first === last ? end : `${last} ${end}`}`,
  }
}

/** The zone of this machine in words, such as Central European Time. */
export const zoneName = (language: string): string =>
  new Intl.DateTimeFormat(language, { timeZoneName: 'long' })
    .formatToParts(new Date())
    .find(({ type }) => type === 'timeZoneName')?.value ?? ''

/** Up to two initials of a name, as they stand on an avatar. */
export const initials = (name: string): string => {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return (
    letters
      .map((word) => Array.from(word ?? '')[0] ?? '')
      .join('')
      .toUpperCase() || '?'
  )
}
