export { aNewEvent, minutesAfter, NOON } from './builders.js'
export type { HttpContract, HttpMounting } from './http-contract.js'
export { runHttpContract } from './http-contract.js'
export { runStorageContract } from './storage-contract/run.js'
