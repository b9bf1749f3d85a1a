import { BACKEND } from './backend.js'
import type { Bug } from './bug.js'
import { DEVICE } from './device.js'
import { JAVASCRIPT } from './javascript.js'

/**
 * Bugs with several reports of each, written by hand: what one person would call one issue. Some are beyond every engine,
 * so that a better one can show it.
 */
export const LABELLED: readonly Bug[] = [...JAVASCRIPT, ...BACKEND, ...DEVICE]
