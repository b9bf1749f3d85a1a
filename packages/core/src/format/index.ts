export { compactNumber, counted, exactNumber, humanBytes, percent } from './number.js'
export { clip, inlineValue, jsonText, safeUrl, visibleText } from './text.js'
export { absoluteTime, humanDuration, parseTime, relativeTime } from './time.js'
