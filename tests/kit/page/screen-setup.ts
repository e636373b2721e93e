import { configure } from '@testing-library/svelte'

// Waiting for an event ends with the event: this only says when one that never comes is given up.
configure({ asyncUtilTimeout: 60_000 })
