export type { EventVolumeProps } from './event-volume.js'
export { EventVolume } from './event-volume.js'
export type { SparkbarsProps } from './sparkbars.js'
export { Sparkbars } from './sparkbars.js'
