export type { ClientOptions, IssueListQuery, ListPage, MishapClient, PageQuery, SessionJson } from './client.js'
export { ApiError, createClient, parseLinkHeader } from './client.js'
export type * from './types.js'
