/** What the automatic agent says in one language; HTML is not used, each is plain text. */
export interface Phrases {
  greet(customer: string, agent: string, topic: string): string
  greetWithoutTopic(customer: string, agent: string): string
  takeOver(customer: string, agent: string): string
  topics: readonly { readonly words: RegExp; readonly answers: readonly string[] }[]
  readonly unknown: readonly string[]
  readonly goodbye: readonly string[]
  readonly isGoodbye: RegExp
  readonly chat: readonly string[]
  readonly link: string
  readonly askToCall: string
  readonly calling: (number: string) => string
  readonly transfer: string
  readonly joined: string
}

const english: Phrases = {
  greet: (customer, agent, topic) =>
    `Hello ${customer}, my name is ${agent}. I see that you have a question about ${topic}. Let me have a look.`,
  greetWithoutTopic: (customer, agent) =>
    `Hello ${customer}, my name is ${agent}. Thank you for waiting. Let me have a look.`,
  takeOver: (customer, agent) =>
    `Hello ${customer}, this is ${agent}. I have read what you wrote so far and will take it from here.`,
  topics: [
    {
      words: /\b(price|cost|offer|discount|expensive|cheap|buy|quote)\b/i,
      answers: [
        'The price depends on the model. Which one are you looking at?',
        'There is an offer until the end of the month. Shall I tell you more about it?',
      ],
    },
    {
      words: /\b(open|opening|hours|closed|sunday|saturday|when)\b/i,
      answers: [
        'We are open from Monday to Saturday, from 9:00 to 20:00.',
        'Our hours are 9:00 to 20:00 on weekdays and on Saturday. On Sunday we are closed.',
      ],
    },
    {
      words: /\b(order|delivery|deliver|parcel|shipping|arrive|tracking)\b/i,
      answers: [
        'I can look that up. What is the number of your order?',
        'Most parcels arrive within three working days. Do you have your order number at hand?',
      ],
    },
    {
      words: /\b(password|login|log in|account|sign in|locked)\b/i,
      answers: [
        'You can set a new password with the link “Forgotten your password?” on the sign-in page. Does that page open for you?',
        'Accounts are locked for fifteen minutes after five attempts. Could you try again then?',
      ],
    },
    {
      words: /\b(invoice|bill|payment|pay|refund|charged)\b/i,
      answers: [
        'I have your invoices in front of me. Which month is it about?',
        'A refund takes up to five working days. Was it paid by card or by transfer?',
      ],
    },
    {
      words: /\b(broken|fault|error|problem|not work|does not|doesn't|help|repair)\b/i,
      answers: [
        'I am sorry to hear that. What exactly happens, and since when?',
        'Let us find out together. Could you switch it off and on again and tell me what you see?',
      ],
    },
    {
      words: /\b(thank|thanks|great|perfect|super)\b/i,
      answers: [
        'You are welcome. Is there anything else?',
        'Gladly. Can I do anything else for you?',
      ],
    },
  ],
  unknown: [
    'I see. Could you tell me a little more about it?',
    'Thank you, I have noted that. What would help you most right now?',
    'One moment, I am checking this with a colleague. Is there anything else I should know?',
  ],
  goodbye: [
    'Thank you for talking to us. Goodbye, and have a pleasant day!',
    'It was a pleasure. Goodbye!',
  ],
  isGoodbye: /\b(bye|goodbye|good bye|that('s| is) all|no,? thank(s| you)|see you)\b/i,
  chat: [
    'By the way, quite a few people have asked about this today.',
    'I am just opening the right page here.',
    'Nearly there.',
    'I found something that may help you.',
  ],
  link: 'This page explains it step by step. I am sending it to you now.',
  askToCall:
    'It would be easier to explain this by phone. May I call you? You can enter your number now.',
  calling: (number) => `Thank you. I am calling ${number} now.`,
  transfer: 'A colleague knows more about this than I do. One moment, please: I am passing you on.',
  joined: 'Hello, I am joining to help with the details.',
}

const german: Phrases = {
  greet: (customer, agent, topic) =>
    `Guten Tag ${customer}, mein Name ist ${agent}. Sie haben eine Frage zum Thema ${topic}. Ich sehe gleich nach.`,
  greetWithoutTopic: (customer, agent) =>
    `Guten Tag ${customer}, mein Name ist ${agent}. Danke für Ihre Geduld. Ich sehe gleich nach.`,
  takeOver: (customer, agent) =>
    `Guten Tag ${customer}, hier ist ${agent}. Ich habe gelesen, was Sie bisher geschrieben haben, und übernehme.`,
  topics: [
    {
      words: /(preis|kost|angebot|rabatt|teuer|kaufen)/i,
      answers: [
        'Der Preis hängt vom Modell ab. Welches haben Sie im Blick?',
        'Bis Monatsende läuft ein Angebot. Möchten Sie mehr darüber wissen?',
      ],
    },
    {
      words: /(geöffnet|öffnungszeit|offen|geschlossen|sonntag|samstag|wann)/i,
      answers: [
        'Wir sind von Montag bis Samstag von 9 bis 20 Uhr da.',
        'Wochentags und samstags von 9 bis 20 Uhr, sonntags ist geschlossen.',
      ],
    },
    {
      words: /(bestell|liefer|paket|versand)/i,
      answers: [
        'Das kann ich nachsehen. Wie lautet Ihre Bestellnummer?',
        'Die meisten Pakete kommen innerhalb von drei Werktagen an. Haben Sie die Bestellnummer zur Hand?',
      ],
    },
    {
      words: /(passwort|anmeld|konto|gesperrt)/i,
      answers: [
        'Auf der Anmeldeseite können Sie über „Passwort vergessen?“ ein neues setzen. Öffnet sich diese Seite bei Ihnen?',
        'Nach fünf Versuchen ist ein Konto fünfzehn Minuten gesperrt. Können Sie es danach noch einmal versuchen?',
      ],
    },
    {
      words: /(rechnung|zahl|erstatt|abgebucht)/i,
      answers: [
        'Ich habe Ihre Rechnungen vor mir. Um welchen Monat geht es?',
        'Eine Erstattung dauert bis zu fünf Werktage. Haben Sie mit Karte oder per Überweisung gezahlt?',
      ],
    },
    {
      words: /(kaputt|defekt|fehler|problem|geht nicht|funktioniert nicht|hilfe|reparatur)/i,
      answers: [
        'Das tut mir leid. Was genau passiert, und seit wann?',
        'Das finden wir gemeinsam heraus. Können Sie das Gerät aus- und wieder einschalten und mir sagen, was Sie sehen?',
      ],
    },
    {
      words: /(dank|super|prima|perfekt)/i,
      answers: ['Gern. Kann ich sonst noch etwas für Sie tun?', 'Sehr gern. Gibt es noch etwas?'],
    },
  ],
  unknown: [
    'Ich verstehe. Können Sie mir etwas mehr dazu sagen?',
    'Danke, das habe ich notiert. Was würde Ihnen jetzt am meisten helfen?',
    'Einen Moment, ich frage eine Kollegin. Gibt es noch etwas, das ich wissen sollte?',
  ],
  goodbye: [
    'Danke für Ihre Anfrage. Auf Wiedersehen und einen schönen Tag!',
    'Es war mir eine Freude. Auf Wiedersehen!',
  ],
  isGoodbye: /(tschüss|tschuess|auf wiedersehen|das war alles|nein,? danke|ciao|\bbye\b)/i,
  chat: [
    'Übrigens haben heute schon einige danach gefragt.',
    'Ich öffne hier gerade die richtige Seite.',
    'Gleich habe ich es.',
    'Ich habe etwas gefunden, das Ihnen helfen könnte.',
  ],
  link: 'Auf dieser Seite steht es Schritt für Schritt. Ich schicke sie Ihnen jetzt.',
  askToCall:
    'Am Telefon ließe sich das leichter erklären. Darf ich Sie anrufen? Sie können jetzt Ihre Nummer eingeben.',
  calling: (number) => `Danke. Ich rufe jetzt ${number} an.`,
  transfer:
    'Jemand aus meinem Team kennt sich damit besser aus. Einen Moment bitte, ich verbinde Sie.',
  joined: 'Guten Tag, ich komme dazu und helfe bei den Einzelheiten.',
}

/** The phrases of a language by its name in the centre (R77); English where there are none. */
export const phrasesFor = (language: string): Phrases =>
  /^(german|deutsch)/i.test(language) ? german : english
