export type { HttpContract, HttpMounting } from './http-contract.js'
export { runHttpContract } from './http-contract.js'
