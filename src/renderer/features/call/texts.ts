/**
 * Every text of the call view. The first 34 are the vendor's (R203 to R236), with the vendor's
 * defaults; each is an attribute of `<oscc-click-to-dial>`.
 */
export const VENDOR_TEXTS = {
  headerLabel: 'Call Us',
  notSupportedError: 'Open this website on Google Chrome to call us',
  instructionsLabel: 'Instructions',
  line1Label: 'Ensure that you have a good internet connection',
  line2Label: 'Ensure that you have both audio and video devices plugged into your computer',
  line3Label:
    'Allow application permission in browser to use audio and video devices when requested.',
  continueLabel: 'Continue',
  inputStateTitle: 'Please input your number to continue',
  howCanWeHelpLabel: 'How can we help you?',
  deviceSelectionTitleLabel: 'Device Selection',
  audioInputLabel: 'Audio input device',
  audioOutputLabel: 'Audio output device',
  videoInputLabel: 'Video input device',
  dialUsLabel: 'Dial Us',
  backLabel: 'Back',
  ringingLabel: 'Ringing...',
  disconnectLabel: 'Disconnect',
  disconnectedLabel: 'Disconnected...',
  callAgainUsLabel: 'Make another call',
  cameraTooltip: 'Camera',
  screenshareTooltip: 'Screen share',
  muteTooltip: 'Mute',
  unmuteTooltip: 'Unmute',
  clickToExpandTooltip: 'Click to Expand',
  fitToScreenTooltip: 'Fit To Screen',
  zoomOutTooltip: 'Zoom Out',
  zoomInTooltip: 'Zoom In',
  fullScreenTooltip: 'Fullscreen',
  keypadTooltip: 'Keypad',
  videoFailedError: 'Failed to start video',
  screenShareFailedError: 'Failed to start screenshare',
  callFailedError: 'Failed to start call',
  noAudioPermissionError:
    'Microphone permissions are required. Please allow the page to access your device',
  noVideoPermissionError: 'Failed to get video permissions',
} as const

/** What the vendor has no text for (C47, C48): further attributes, all optional. */
export const FURTHER_TEXTS = {
  // C47: the other state of a control; empty means that the vendor's text serves for both.
  cameraOffTooltip: '',
  stopScreenshareTooltip: '',
  exitFullScreenTooltip: '',
  closeKeypadTooltip: '',
  // C48: why a call did not come about, or ended.
  busyError: 'Everyone is on a call just now. Please try again in a few minutes.',
  declinedError: 'Your call could not be taken just now. Please try again later.',
  noAnswerError: 'Nobody could answer your call. Please try again later.',
  unknownNumberError: 'This number cannot be reached. Please choose another way to contact us.',
  refusedError: 'This page may not call just now. Please choose another way to contact us.',
  localNetworkError:
    'Your browser does not let this page reach devices in your network, and our server may be one of them. Allow it in the settings of this page, and try again.',
  serverDownError: 'We cannot be reached at the moment. Please try again in a few minutes.',
  noMediaError: 'Sound and picture could not be set up. Another network may help.',
  lostError: 'The connection was lost. You can call us again.',
  reloadedError: 'The page was loaded again, and your call ended. You can call us again.',
  unexpectedError: 'Something went wrong on our side. Please try again.',
  // C48: what happened, above its sentence; empty means that `callFailedError` stands there.
  busyTitle: '',
  declinedTitle: '',
  noAnswerTitle: '',
  unknownNumberTitle: '',
  refusedTitle: '',
  serverDownTitle: '',
  noMediaTitle: '',
  unexpectedTitle: '',
  // C48: during a call.
  diallingLabel: 'Connecting...',
  localNetworkLabel:
    'If your browser asks whether this page may reach devices in your network, please allow it.',
  queuedLabel: 'Everyone is busy just now. You are in the queue; please stay on the line.',
  announcedLabel:
    'You are hearing an announcement. Nobody has answered yet; please stay on the line.',
  joiningLabel: 'Answered. Sound and picture are coming...',
  reconnectingLabel: 'The connection to our server is interrupted. Your call goes on.',
  interruptedLabel: 'Sound and picture are interrupted. We are getting them back...',
  heldLabel: 'You are on hold. We will be with you again in a moment.',
  transferringLabel: 'You are being put through. Please stay on the line.',
  transferFailedLabel:
    'You could not be put through. The person you were talking to is still on the line.',
  silentLabel: 'Nothing arrives from the other side at the moment.',
  unheardLabel: 'Sound arrives, but this device does not play it. Check the loudspeaker.',
  sharingLabel: 'You are sharing your screen',
  deviceReplacedLabel: 'A device was unplugged. Another one is in use now.',
  soundOnlyLabel: 'Sound only',
  youLabel: 'You',
  agentLabel: 'Our team',
  durationLabel: 'Length of the call',
  goodQualityLabel: 'Picture and sound are good',
  goodSoundLabel: 'The sound is good',
  fairQualityLabel: 'The connection is a little weak',
  poorQualityLabel: 'The connection is weak: sound may break up',
  moreTooltip: 'More',
  closeTooltip: 'Close',
  volumeLabel: 'Volume',
  hideSelfTooltip: 'Hide your own picture',
  showSelfTooltip: 'Show your own picture',
  starKeyLabel: 'Star',
  hashKeyLabel: 'Hash',
  digitsLabel: 'Keys pressed',
  callEndedLabel: 'Thank you for your call.',
  // Before the call.
  numberLabel: 'Your phone number',
  numberMissingError: 'Please enter your number.',
  destinationMissingError: 'Please choose what it is about.',
  noDestinationError: 'There is nobody to call here at the moment.',
  previewLabel: 'This is what we will see',
  noPictureLabel: 'No picture',
  sayLabel: 'Say something',
  heardLabel: 'We hear you',
  systemDeviceLabel: 'Chosen by the system',
  // Where the browser has a picker of its own for loudspeakers.
  otherOutputLabel: 'Another loudspeaker...',
  noOutputError: 'Your browser finds no loudspeaker to choose from.',
  checkingText: 'One moment, we are checking everything for you.',
  checkedText: 'We have checked everything for you.',
  checkedBadText: 'Something is in the way of your call.',
  checkAgainLabel: 'Check again',
  privacyLabel: 'Nobody sees or hears you before we answer.',
  cameraGoodTitle: 'Your camera works',
  cameraGoodText: 'We will see you well.',
  cameraDimTitle: 'Your picture is dark',
  cameraDimText: 'A little more light from the front would help.',
  cameraBlackTitle: 'Your picture is black',
  cameraBlackText: 'Is something in front of the camera? You can call with sound only.',
  cameraMissingTitle: 'No camera',
  cameraMissingText: 'You can call with sound only.',
  cameraRefusedTitle: 'Your camera may not be used',
  cameraFailedTitle: 'Your camera could not be started',
  microphoneGoodTitle: 'We hear you well',
  microphoneGoodText: 'Your microphone works.',
  microphoneSilentTitle: 'We hear nothing yet',
  microphoneSilentText: 'Say something, or choose another microphone.',
  microphoneMissingTitle: 'No microphone',
  microphoneMissingText: 'Please connect one, or allow its use. Without it we cannot hear you.',
  lineLabel: 'Connection',
  lineGoodTitle: 'Your connection is good',
  lineGoodText: 'Sound and picture will come through.',
  lineSlowTitle: 'Your connection is a little slow',
  lineSlowText: 'Sound will be fine. The picture may blur now and then.',
  lineBlockedTitle: 'Your network blocks calls',
  lineBlockedText: 'Please try another network, or ask whoever looks after this one.',
  lineNoRelayTitle: 'Your network may block the picture',
  lineNoRelayText: 'You can try it: some networks let calls through all the same.',
  lineDownTitle: 'We cannot be reached at the moment',
  lineDownText: 'Please check again in a moment.',
  speakerTitle: 'Can you hear us?',
  speakerText: 'We play three notes on your loudspeaker.',
  speakerAskTitle: 'Did you hear the three notes?',
  speakerGoodTitle: 'Your loudspeaker works',
  speakerGoodText: 'You will hear us well.',
  speakerBadTitle: 'You heard nothing',
  speakerBadText: 'Turn up the volume, or choose another loudspeaker.',
  playLabel: 'Play',
  playAgainLabel: 'Play again',
  yesLabel: 'Yes',
  noLabel: 'No',
  // The keys that go on, as they are written on a keyboard.
  goOnKeysLabel: 'Ctrl+Enter',
  // The screen picker of the app.
  pickTitle: 'What would you like to share?',
  pickText: 'We will see what you choose until you stop.',
  pickEmptyText: 'There is nothing to share at the moment.',
  cancelLabel: 'Cancel',
  // What comes after a call.
  callbackLabel: 'Call me back',
  homeLabel: 'Done',
} as const

export type TextName = keyof typeof VENDOR_TEXTS | keyof typeof FURTHER_TEXTS
export type CallTexts = Readonly<Record<TextName, string>>

export const DEFAULT_TEXTS: CallTexts = { ...VENDOR_TEXTS, ...FURTHER_TEXTS }

/** C39: names as a scanner read them; taken silently. */
export const TEXT_ALIASES: Readonly<Record<string, TextName>> = {
  linellLabel: 'line1Label',
  audiolnputLabel: 'audioInputLabel',
  videolnputLabel: 'videoInputLabel',
}

export const TEXT_NAMES: readonly TextName[] = names(DEFAULT_TEXTS)

function names(texts: CallTexts): readonly TextName[] {
  return Object.keys(texts).filter((name): name is TextName => name in texts)
}

/** All texts, each by its name. */
export function textsBy(text: (name: TextName) => string): CallTexts {
  return { ...DEFAULT_TEXTS, ...Object.fromEntries(TEXT_NAMES.map((name) => [name, text(name)])) }
}
