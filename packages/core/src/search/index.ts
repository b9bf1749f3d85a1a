export type { SearchClause } from './edit.js'
export { addClause, printClause, printValue, replaceToken } from './edit.js'
export type { SearchField } from './fields.js'
export { SEARCH_FIELDS, searchField } from './fields.js'
export { parseSearch } from './parse.js'
export type {
  Search,
  SearchFault,
  SearchNode,
  SearchPattern,
  SearchTime,
  SearchToken,
  SearchValue,
} from './types.js'
export { SEARCH_BOUNDS } from './types.js'
