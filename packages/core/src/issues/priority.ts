import type { Priority } from '../ports/issue-state.js'
import type { Issue } from '../ports/model.js'

/** What an issue matters before anybody has said so: crashes most, what was logged below a warning least. */
export function defaultPriority({ level, metadata }: Pick<Issue, 'level' | 'metadata'>): Priority {
  switch (level) {
    case 'fatal':
      return 'high'
    case 'error':
      return metadata.isUnhandled === true ? 'high' : 'medium'
    case 'warning':
      return 'medium'
    case 'info':
    case 'debug':
    case 'sample':
      return 'low'
  }
}
