import { canZoomIn, plain, zoomBy, type Zoom } from './zoom.ts'

/** How the call is looked at: nothing of it reaches the other side. */
export class StageView {
  zoom = $state.raw<Zoom>(plain)
  /** The picture fills the stage, and its edges are cut; otherwise all of it is seen. */
  fills = $state(false)
  /** The stage covers the whole page. */
  isExpanded = $state(false)
  isFullScreen = $state(false)
  showsSelf = $state(true)
  readonly canExpand: boolean
  readonly canFullScreen: boolean
  #stage: HTMLElement | undefined

  constructor(can: { readonly expand: boolean; readonly fullScreen: boolean }) {
    this.canExpand = can.expand
    this.canFullScreen = can.fullScreen && document.fullscreenEnabled
  }

  get canZoomIn(): boolean {
    return canZoomIn(this.zoom)
  }

  /** The stage as it stands in the page; answers what ends the connection. */
  readonly attach = (stage: HTMLElement): (() => void) => {
    this.#stage = stage
    const changed = (): void => {
      this.isFullScreen = stage.matches(':fullscreen')
    }
    // On the stage itself: a page may move it into another document.
    stage.addEventListener('fullscreenchange', changed)
    return () => {
      stage.removeEventListener('fullscreenchange', changed)
      if (this.isFullScreen) void stage.ownerDocument.exitFullscreen().catch(() => undefined)
      this.#stage = undefined
    }
  }

  zoomIn(): void {
    this.zoom = zoomBy(this.zoom, 1)
  }

  zoomOut(): void {
    this.zoom = zoomBy(this.zoom, -1)
  }

  /** All of the picture; pressed again it fills the stage. */
  toggleFit(): void {
    this.fills = this.zoom.scale === 1 ? !this.fills : false
    this.zoom = plain
  }

  toggleExpanded(): void {
    this.isExpanded = !this.isExpanded
  }

  toggleSelf(): void {
    this.showsSelf = !this.showsSelf
  }

  async toggleFullScreen(): Promise<void> {
    const stage = this.#stage
    try {
      await (this.isFullScreen ? stage?.ownerDocument.exitFullscreen() : stage?.requestFullscreen())
    } catch {
      // The page may not: it stays as it is.
    }
  }
}
