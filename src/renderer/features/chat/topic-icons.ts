import Ellipsis from '@lucide/svelte/icons/ellipsis'
import FilePen from '@lucide/svelte/icons/file-pen'
import HeartPulse from '@lucide/svelte/icons/heart-pulse'
import Lightbulb from '@lucide/svelte/icons/lightbulb'
import Package from '@lucide/svelte/icons/package'
import Plane from '@lucide/svelte/icons/plane'
import ReceiptText from '@lucide/svelte/icons/receipt-text'
import Router from '@lucide/svelte/icons/router'
import Wrench from '@lucide/svelte/icons/wrench'
import type { TopicIcon } from '../../../contract/settings.ts'
import type { ChoiceOption } from '../../ui/Choice.svelte'

/** The picture of each kind of topic. */
export const topicIcons: Readonly<Record<TopicIcon, ChoiceOption['icon']>> = {
  order: Package,
  device: Router,
  repair: Wrench,
  invoice: ReceiptText,
  advice: Lightbulb,
  contract: FilePen,
  travel: Plane,
  health: HeartPulse,
  other: Ellipsis,
}
