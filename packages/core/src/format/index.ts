export type { ComparedPart, GroupingComparison } from '../grouping/compare.js'
export { compareGrouping } from '../grouping/compare.js'
export type { GroupingDryRun, RegroupedEvent } from '../grouping/regrouping.js'
export { sumUpRegrouping } from '../grouping/regrouping.js'
export type { RuleFault } from '../grouping/rules/faults.js'
export { ruleFaults } from '../grouping/rules/faults.js'
export { compileGroupingRules } from '../grouping/rules/index.js'
export type { OwnershipFault } from '../issues/ownership.js'
export { ownersOf, parseOwnership } from '../issues/ownership.js'
export { fitsVersion } from '../issues/release-order.js'
export type {
  Search,
  SearchClause,
  SearchFault,
  SearchField,
  SearchNode,
  SearchPattern,
  SearchTime,
  SearchToken,
  SearchValue,
} from '../search/index.js'
export {
  addClause,
  parseSearch,
  printClause,
  printValue,
  replaceToken,
  SEARCH_BOUNDS,
  SEARCH_FIELDS,
  searchField,
} from '../search/index.js'
export type { BreadcrumbKind } from './breadcrumbs.js'
export { breadcrumbKind, describeBreadcrumb } from './breadcrumbs.js'
export type { Bucket, BucketOptions } from './buckets.js'
export { fillBuckets } from './buckets.js'
export type { ChainedException, ChainLink } from './chain.js'
export { exceptionChain, exceptionTitle } from './chain.js'
export type { ContextCard, ContextKind } from './contexts.js'
export { contextCards } from './contexts.js'
export { toCsv } from './csv.js'
export { fullUrl, toCurl } from './curl.js'
export type { DiffCrumb } from './diff/breadcrumbs.js'
export type { DiffFields, EventDiff } from './diff/events.js'
export { diffEvents } from './diff/events.js'
export type { DiffRow, DiffState } from './diff/fields.js'
export type { ChangedSpan } from './diff/span.js'
export { changedSpan } from './diff/span.js'
export type { DiffFrame, DiffStack, FrameChange } from './diff/stack.js'
export { entryOf, exceptionsOf, messageOf, threadFrames } from './entries.js'
export type { FoldedStack, FoldOptions, PlacedFrame, StackRow } from './fold.js'
export { foldStack } from './fold.js'
export { failingLine, frameFile, frameFunction, frameLibrary, framePath, isSameFrame, sourceLines } from './frame.js'
export { frameLanguage, platformLanguage } from './language.js'
export { lookup } from './lookup.js'
export type { MarkdownOptions } from './markdown.js'
export { toMarkdown } from './markdown.js'
export type { Block } from './markdown-blocks.js'
export { parseMarkdown } from './markdown-blocks.js'
export type { Inline } from './markdown-inline.js'
export { compactNumber, counted, exactNumber, humanBytes, percent } from './number.js'
export type { PromptOptions } from './prompt.js'
export { toPrompt } from './prompt.js'
export { clip, inlineValue, isFiltered, jsonText, safeUrl, sourceWindow, visibleText } from './text.js'
export { absoluteTime, humanDuration, parseTime, relativeTime } from './time.js'
export { formatFrame, plainTrace } from './trace.js'
