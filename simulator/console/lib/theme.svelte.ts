type ThemeName = 'light' | 'dark'

const initial = (): ThemeName => {
  const chosen = localStorage.getItem('theme')
  if (chosen === 'light' || chosen === 'dark') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Light or dark: the machine's wish, until the agent chooses. */
class Theme {
  name = $state<ThemeName>(initial())

  constructor() {
    document.documentElement.dataset['theme'] = this.name
  }

  toggle(): void {
    this.name = this.name === 'dark' ? 'light' : 'dark'
    document.documentElement.dataset['theme'] = this.name
    localStorage.setItem('theme', this.name)
  }
}

export const theme = new Theme()
