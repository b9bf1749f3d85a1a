import { useNavigation } from '../provider/context.js'

/** What is looked for and where one is in the list, both of which are in the address. */
export function useSearch() {
  const navigation = useNavigation()
  const { path, search } = navigation.useLocation()
  const params = new URLSearchParams(search)
  const [query, cursor] = [(params.get('query') ?? '').slice(0, 200), params.get('cursor') || null]
  const to = (next: { readonly query?: string; readonly cursor?: string | null }) => {
    const wanted = new URLSearchParams()
    const text = next.query ?? query
    if (text !== '') wanted.set('query', text)
    if (next.cursor) wanted.set('cursor', next.cursor)
    return path + (wanted.size === 0 ? '' : `?${wanted}`)
  }
  return { query, cursor, to, onSearch: (text: string) => navigation.navigate(to({ query: text })) }
}
