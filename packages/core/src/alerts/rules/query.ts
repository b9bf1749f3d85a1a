import { AppError } from '../../errors.js'
import { readSearch } from '../../issues/select.js'
import type { Search, SearchFault, SearchNode } from '../../search/types.js'

/** The search of a rule. Throws `invalid_input` with its faults where it cannot be read, or asks for who reads it. */
export function readRuleQuery(text: string): Search {
  const search = readSearch(text)
  const faults = faultsOf(search.root)
  const [fault] = faults
  if (fault === undefined) return search
  const sentence = `The search cannot be read: at character ${fault.from + 1}: ${fault.message} ${fault.remedy}`
  throw new AppError('invalid_input', sentence, { faults })
}

const OWN = ['me', 'my_teams']

/** Nobody in particular makes a rule fire. */
function faultsOf(node: SearchNode): readonly SearchFault[] {
  switch (node.kind) {
    case 'all':
    case 'any':
      return node.nodes.flatMap(faultsOf)
    case 'not':
      return faultsOf(node.node)
    case 'text':
      return []
    case 'field': {
      const { field, from, to, values } = node
      const isOfPeople = field !== null && PEOPLE_FIELDS.includes(field)
      if (!isOfPeople || !values.some((value) => value.kind === 'word' && OWN.includes(value.word))) return []
      const message = 'A rule is nobody’s own: it cannot know whom “me” means.'
      return [{ from, to, message, remedy: 'Name the person by e-mail address, or a team as #team.' }]
    }
  }
}

const PEOPLE_FIELDS = ['assigned', 'assigned_or_suggested', 'bookmarks', 'subscribed']
