type ThemeName = 'light' | 'dark'

const dark = matchMedia('(prefers-color-scheme: dark)')

const chosen = (): ThemeName | undefined => {
  const kept = localStorage.getItem('theme')
  return kept === 'light' || kept === 'dark' ? kept : undefined
}

const wished = (): ThemeName => chosen() ?? (dark.matches ? 'dark' : 'light')

/** Light or dark: the machine's wish, which may change at dusk, until the agent chooses. */
class Theme {
  name = $state<ThemeName>(wished())

  constructor() {
    this.#show(this.name)
    dark.addEventListener('change', () => {
      this.#show(wished())
    })
  }

  toggle(): void {
    const next = this.name === 'dark' ? 'light' : 'dark'
    localStorage.setItem('theme', next)
    this.#show(next)
  }

  #show(name: ThemeName): void {
    this.name = name
    document.documentElement.dataset['theme'] = name
  }
}

export const theme = new Theme()
