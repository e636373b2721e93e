import { preprocessCSS, resolveConfig } from 'vite'
import { expect, it } from 'vitest'
import { hoverByMouse } from './hover.ts'

async function built(css: string, unless?: string): Promise<string> {
  const postcss = { plugins: [hoverByMouse(unless)] }
  const config = await resolveConfig({ configFile: false, css: { postcss } }, 'build')
  const { code } = await preprocessCSS(css, 'x.css', config)
  return code.replace(/\s+/gu, ' ').trim()
}

it('touched button does not stay in its hover style', async () => {
  expect(await built('a:hover { color: red }')).toBe(
    '@media (hover: hover) {a:hover { color: red } }',
  )
})

it('other selectors of the rule apply without a mouse', async () => {
  expect(await built('a:focus, a:hover { color: red }')).toBe(
    'a:focus { color: red }@media (hover: hover) {a:hover { color: red } }',
  )
})

it('kiosk last used by touch has no hover style, even with a mouse connected', async () => {
  expect(await built('.b a:hover i { color: red }', '.touched')).toBe(
    '@media (hover: hover) {.b a:hover:where(:not(.touched *)) i { color: red } }',
  )
})
