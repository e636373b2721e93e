import type { CSSOptions } from 'vite'

type PostCss = Exclude<NonNullable<CSSOptions['postcss']>, string>
type PostCssPlugin = NonNullable<PostCss['plugins']>[number]

const MEDIA = '(hover: hover)'

/** The app's root while a kiosk was last touched (src/renderer/features/kiosk). */
export const TOUCHED = ":root[data-input='touch']"

/**
 * Looks of `:hover` only where there is a mouse: after a touch the browser keeps them until the next one, and a
 * button that was touched would stay dark. `unless` is an ancestor under which no rule holds either, such as a
 * kiosk that was last touched although a mouse is plugged in.
 */
export function hoverByMouse(unless?: string): PostCssPlugin {
  const under = unless === undefined ? '' : `:where(:not(${unless} *))`
  return {
    postcssPlugin: 'hover-by-mouse',
    Rule(rule) {
      const hovering = rule.selectors.filter((selector) => selector.includes(':hover'))
      const { parent } = rule
      if (hovering.length === 0) return
      if (parent?.type === 'atrule' && 'params' in parent && parent.params === MEDIA) return
      const others = rule.selectors.filter((selector) => !hovering.includes(selector))
      const selectors = hovering.map((selector) => selector.replace(/:hover/gu, `:hover${under}`))
      rule.after({ name: 'media', params: MEDIA, nodes: [rule.clone({ selectors })] })
      if (others.length === 0) rule.remove()
      else rule.selectors = others
    },
  }
}
