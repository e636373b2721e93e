/** The pages of the console. */
export type Page = 'chats' | 'callbacks' | 'faults'
