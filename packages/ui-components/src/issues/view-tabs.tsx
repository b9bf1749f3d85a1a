import type { SavedViewJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { Button, Icon, Menu, type MenuItem, Tabs } from '../primitives/index.js'
import { STATUS_TABS, type StatusTab, statusOf, withStatus } from './query-text.js'
import { DEFAULT_SEARCH, type IssueSearch } from './search-params.js'
import css from './view-tabs.module.css'
import { isViewChanged, viewSearch } from './views.js'

export interface ViewActions {
  /** Asks for a name and saves what is shown as a view. */
  readonly onSaveNew: () => void
  /** Keeps what is shown under the view's name. */
  readonly onSave: (view: SavedViewJson) => void
  readonly onRename: (view: SavedViewJson) => void
  readonly onShare: (view: SavedViewJson, visibility: SavedViewJson['visibility']) => void
  readonly onMove: (view: SavedViewJson, by: 1 | -1) => void
  readonly onDelete: (view: SavedViewJson) => void
}

export interface ViewTabsProps {
  readonly value: IssueSearch
  readonly onChange: (next: IssueSearch) => void
  readonly views?: readonly SavedViewJson[]
  /** How many issues there are, by the id of a tab; capped counts say so: `1,000+`. */
  readonly counts?: ReadonlyMap<string, string>
  /** Left out where views cannot be saved. */
  readonly actions?: ViewActions
  /** Whether shared views of others may be changed as well. */
  readonly isAdmin?: boolean
}

const TAB_LABELS: Readonly<Record<StatusTab, string>> = {
  unresolved: 'Unresolved',
  for_review: 'For review',
  regressed: 'Regressed',
  escalating: 'Escalating',
  resolved: 'Resolved',
  ignored: 'Ignored',
  all: 'All',
}

const NO_VIEWS: readonly SavedViewJson[] = []

/** The views of an issue list as tabs: those that everybody has, then one's own and those of the organization. */
export function ViewTabs({ value, onChange, views = NO_VIEWS, counts, actions, isAdmin = false }: ViewTabsProps) {
  const view = views.find(({ id }) => id === value.view)
  const current = view === undefined ? statusOf(value.query) : tabId(view)
  const isChanged = view !== undefined && isViewChanged(value, view)
  const choose = (id: string) => {
    const chosen = views.find((one) => tabId(one) === id)
    if (chosen !== undefined) {
      onChange(viewSearch(chosen, value))
      return
    }
    // From a saved view back to what everybody has: without what the view had asked for.
    const before = view === undefined ? value : { ...DEFAULT_SEARCH, period: value.period, density: value.density }
    onChange({ ...before, cursor: null, view: null, query: withStatus(before.query, id as StatusTab) })
  }
  const count = (id: string) => {
    const text = counts?.get(id)
    return text === undefined ? {} : { count: text }
  }
  return (
    <div className={css.views}>
      <Tabs
        label="Views"
        className={css.tabs}
        value={current}
        onValueChange={choose}
        items={[
          ...STATUS_TABS.map((id) => ({ id, label: TAB_LABELS[id], ...count(id) })),
          ...views.map((one) => ({ id: tabId(one), label: <ViewName view={one} />, ...count(tabId(one)) })),
        ]}
      />
      {actions === undefined ? null : (
        <div className={css.actions}>
          {isChanged ? (
            <>
              <span className={css.changed}>Not saved</span>
              {canChange(view, isAdmin) ? (
                <Button size="sm" onClick={() => actions.onSave(view)}>
                  Save
                </Button>
              ) : null}
              <Button size="sm" variant="ghost" onClick={() => onChange(viewSearch(view, value))}>
                Reset
              </Button>
            </>
          ) : null}
          <Menu
            label={view === undefined ? 'Views' : 'This view'}
            isIconOnly
            icon="more"
            size="sm"
            align="end"
            items={menuItems(view, views, actions, isAdmin)}
          />
        </div>
      )}
    </div>
  )
}

/** Unlike the id of any tab that everybody has. */
export function tabId(view: Pick<SavedViewJson, 'id'>): string {
  return `view-${view.id}`
}

function ViewName({ view }: { readonly view: SavedViewJson }) {
  return (
    <>
      <bdi className={css.name}>{visibleText(clip(view.name, 60))}</bdi>
      {view.visibility === 'organization' ? (
        <>
          <Icon name="users" size={12} className={css.shared} />
          <span className="mh-hidden"> (shared)</span>
        </>
      ) : null}
    </>
  )
}

function canChange(view: SavedViewJson, isAdmin: boolean): boolean {
  return view.isMine || (isAdmin && view.visibility === 'organization')
}

function menuItems(
  view: SavedViewJson | undefined,
  views: readonly SavedViewJson[],
  actions: ViewActions,
  isAdmin: boolean,
): readonly MenuItem[] {
  const save: MenuItem = { id: 'new', label: 'Save as a view…', icon: 'plus', onSelect: actions.onSaveNew }
  if (view === undefined || !canChange(view, isAdmin)) return [save]
  const at = views.indexOf(view)
  const isShared = view.visibility === 'organization'
  return [
    save,
    { id: 'rename', label: 'Rename…', startsGroup: true, onSelect: () => actions.onRename(view) },
    {
      id: 'share',
      label: isShared ? 'Keep to myself' : 'Share with everybody',
      icon: isShared ? 'user' : 'users',
      onSelect: () => actions.onShare(view, isShared ? 'owner' : 'organization'),
    },
    {
      id: 'earlier',
      label: 'Move one to the left',
      icon: 'arrow-left',
      isDisabled: at === 0,
      onSelect: () => actions.onMove(view, -1),
    },
    {
      id: 'later',
      label: 'Move one to the right',
      icon: 'arrow-right',
      isDisabled: at === views.length - 1,
      onSelect: () => actions.onMove(view, 1),
    },
    {
      id: 'delete',
      label: 'Delete the view',
      icon: 'trash',
      isDanger: true,
      startsGroup: true,
      onSelect: () => actions.onDelete(view),
    },
  ]
}
