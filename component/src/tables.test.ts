import { describe, expect, it } from 'vitest'
import {
  DEFAULT_TEXTS,
  FURTHER_TEXTS,
  VENDOR_TEXTS,
} from '../../src/renderer/features/call/texts.ts'
import {
  OBSERVED,
  PRESET_BY_ATTRIBUTE,
  SETTING_BY_ATTRIBUTE,
  TEXT_BY_ATTRIBUTE,
} from './attributes.ts'
import { unknownAmong } from './unknown-attributes.ts'
import { hostRule, misreadIn, STYLE_NAMES, VENDOR_STYLES } from './styles.ts'

/** The vendor's tables, copied from the requirements by hand: number, name, default. */
const texts = [
  [203, 'headerLabel', 'Call Us'],
  [204, 'notSupportedError', 'Open this website on Google Chrome to call us'],
  [205, 'instructionsLabel', 'Instructions'],
  [206, 'line1Label', 'Ensure that you have a good internet connection'],
  [
    207,
    'line2Label',
    'Ensure that you have both audio and video devices plugged into your computer',
  ],
  [
    208,
    'line3Label',
    'Allow application permission in browser to use audio and video devices when requested.',
  ],
  [209, 'continueLabel', 'Continue'],
  [210, 'inputStateTitle', 'Please input your number to continue'],
  [211, 'howCanWeHelpLabel', 'How can we help you?'],
  [212, 'deviceSelectionTitleLabel', 'Device Selection'],
  [213, 'audioInputLabel', 'Audio input device'],
  [214, 'audioOutputLabel', 'Audio output device'],
  [215, 'videoInputLabel', 'Video input device'],
  [216, 'dialUsLabel', 'Dial Us'],
  [217, 'backLabel', 'Back'],
  [218, 'ringingLabel', 'Ringing...'],
  [219, 'disconnectLabel', 'Disconnect'],
  [220, 'disconnectedLabel', 'Disconnected...'],
  [221, 'callAgainUsLabel', 'Make another call'],
  [222, 'cameraTooltip', 'Camera'],
  [223, 'screenshareTooltip', 'Screen share'],
  [224, 'muteTooltip', 'Mute'],
  [225, 'unmuteTooltip', 'Unmute'],
  [226, 'clickToExpandTooltip', 'Click to Expand'],
  [227, 'fitToScreenTooltip', 'Fit To Screen'],
  [228, 'zoomOutTooltip', 'Zoom Out'],
  [229, 'zoomInTooltip', 'Zoom In'],
  [230, 'fullScreenTooltip', 'Fullscreen'],
  [231, 'keypadTooltip', 'Keypad'],
  [232, 'videoFailedError', 'Failed to start video'],
  [233, 'screenShareFailedError', 'Failed to start screenshare'],
  [234, 'callFailedError', 'Failed to start call'],
  [
    235,
    'noAudioPermissionError',
    'Microphone permissions are required. Please allow the page to access your device',
  ],
  [236, 'noVideoPermissionError', 'Failed to get video permissions'],
] as const

const styles = [
  [242, 'font-family'],
  [243, 'max-width'],
  [244, 'max-height'],
  [245, 'header-background-color'],
  [246, 'header-opacity'],
  [247, 'header-font-color'],
  [248, 'header-font-size'],
  [249, 'body-background-color'],
  [250, 'body-opacity'],
  [251, 'font-color'],
  [252, 'btn-background'],
  [253, 'btn-sec-background'],
  [254, 'btn-background-active'],
  [255, 'btn-sec-background-active'],
  [256, 'btn-hover-background-color'],
  [257, 'btn-sec-background-hover'],
  [258, 'btn-font-color'],
  [259, 'btn-sec-font-color'],
  [260, 'btn-border'],
  [261, 'btn-sec-border'],
  [262, 'btn-box-shadow'],
  [263, 'btn-sec-box-shadow'],
  [264, 'btn-box-shadow-focus'],
  [265, 'btn-transition'],
  [266, 'tooltip-background-color'],
  [267, 'tooltip-font-color'],
  [268, 'video-background'],
  [269, 'video-controls-container-background'],
  [270, 'error-background-color'],
  [271, 'error-box-shadow'],
  [272, 'error-font-color'],
  [273, 'not-supported-font-size'],
  [274, 'keypad-background-color'],
  [275, 'keypad-border'],
  [276, 'keypad-font-color'],
  [277, 'keypad-font-size'],
  [278, 'keypad-height'],
  [279, 'keypad-width'],
  [280, 'keypad-font-color-hover'],
] as const

describe('the 34 texts', () => {
  it.each(texts)('R%i %s = %s', (_number, name, text) => {
    expect(VENDOR_TEXTS[name]).toBe(text)
    expect(DEFAULT_TEXTS[name]).toBe(text)
    // C44: lower case is what HTML hands over.
    expect(TEXT_BY_ATTRIBUTE.get(name.toLowerCase())).toBe(name)
    expect(OBSERVED).toContain(name.toLowerCase())
  })

  it('are all of them, and no more', () => {
    expect(Object.keys(VENDOR_TEXTS)).toEqual(texts.map(([, name]) => name))
    expect(texts).toHaveLength(34)
  })

  it.each([
    ['linellLabel', 'line1Label'],
    ['audiolnputLabel', 'audioInputLabel'],
    ['videolnputLabel', 'videoInputLabel'],
  ])('C39: %s is %s', (alias, name) => {
    expect(TEXT_BY_ATTRIBUTE.get(alias.toLowerCase())).toBe(name)
    expect(OBSERVED).toContain(alias.toLowerCase())
  })

  it('C47, C48: further texts have their own names', () => {
    const names = [...Object.keys(VENDOR_TEXTS), ...Object.keys(FURTHER_TEXTS)]
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
    for (const name of ['busyError', 'noAnswerError', 'reconnectingLabel', 'heldLabel'] as const) {
      expect(FURTHER_TEXTS[name]).not.toBe('')
    }
  })

  it('R237, R238: the two presets', () => {
    expect(PRESET_BY_ATTRIBUTE.get('customernumber')).toBe('customerNumber')
    expect(PRESET_BY_ATTRIBUTE.get('destinationkey')).toBe('destinationKey')
    expect(OBSERVED).toEqual(expect.arrayContaining(['customernumber', 'destinationkey']))
  })
})

describe('attributes', () => {
  it('are read in kebab case too', () => {
    expect(PRESET_BY_ATTRIBUTE.get('customer-number')).toBe('customerNumber')
    expect(SETTING_BY_ATTRIBUTE.get('ice-servers')).toBe('iceServers')
    expect(SETTING_BY_ATTRIBUTE.get('ha1-sha256')).toBe('ha1Sha256')
    expect(TEXT_BY_ATTRIBUTE.get('line1-label')).toBe('line1Label')
    expect(SETTING_BY_ATTRIBUTE.get('server')).toBe('server')
  })

  it.each([
    ['relayonyl', 'relayonly'],
    ['sever', 'server'],
    ['ice-server', 'iceservers'],
    ['i-ce-servers', 'iceservers'],
    ['pilot', undefined],
  ])('unknown %s is reported with the likely intended name', (name, meant) => {
    expect(unknownAmong([name])).toEqual([{ name, meant }])
  })

  it.each(['class', 'data-x', 'aria-label', 'onclick', '_ngcontent-a', 'data-v-1', ':is', 'dir'])(
    '%s is not among the unknown ones',
    (name) => {
      expect(unknownAmong([name])).toEqual([])
    },
  )
})

describe('the 39 variables', () => {
  it.each(styles)('R%i --oscc-ctd-%s', (_number, name) => {
    const rule = hostRule()
    expect(VENDOR_STYLES[name]).not.toBe('')
    expect(rule).toContain(`--ctd-${name}: var(--oscc-ctd-${name}, `)
    // C40: as a scanner read it.
    expect(rule).toContain(`var(--0scc-ctd-${name}, ${VENDOR_STYLES[name]})`)
  })

  it('are all of them, and no more', () => {
    expect(STYLE_NAMES).toEqual(styles.map(([, name]) => name))
    expect(styles).toHaveLength(39)
  })

  it('R245: the header is green by default', () => {
    const [, red = '', green = '', blue = ''] =
      /^#(..)(..)(..)$/u.exec(VENDOR_STYLES['header-background-color']) ?? []
    const [r, g, b] = [red, green, blue].map((part) => parseInt(part, 16))
    expect(g).toBeGreaterThan((r ?? 255) * 2)
    expect(g).toBeGreaterThan(b ?? 255)
  })

  it('C41: hover variables also have the other name', () => {
    expect(hostRule()).toContain(
      'var(--oscc-ctd-btn-hover-background-color, var(--oscc-ctd-btn-background-hover, ',
    )
    expect(hostRule()).toContain(
      'var(--oscc-ctd-btn-sec-background-hover, var(--oscc-ctd-btn-sec-hover-background-color, ',
    )
  })

  it('C40: a console notice appears only if just the misread name is set', () => {
    const values: Record<string, string> = {
      '--0scc-ctd-btn-background': ' red',
      '--0scc-ctd-font-color': 'blue',
      '--oscc-ctd-font-color': 'black',
    }
    const style = { getPropertyValue: (name: string) => values[name] ?? '' }
    expect(misreadIn(style)).toEqual(['--0scc-ctd-btn-background'])
  })
})
