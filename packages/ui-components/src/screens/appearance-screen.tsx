import { Card, Checkbox, type Theme } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { ProfilePage } from './profile-page.js'
import css from './settings.module.css'

const THEMES: readonly { readonly id: Theme; readonly label: string }[] = [
  { id: 'system', label: 'As the system has it' },
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
]

/** How things look, in this browser. */
export function AppearanceScreen() {
  const { theme, setTheme, timeStyle, setTimeStyle } = useMishap()
  return (
    <ProfilePage title="Appearance">
      <Card title="Theme">
        <fieldset className={css.choices}>
          <legend className="mh-hidden">Theme</legend>
          {THEMES.map(({ id, label }) => (
            <label key={id} className={css.choice}>
              <input type="radio" name="theme" checked={theme === id} onChange={() => setTheme(id)} />
              {label}
            </label>
          ))}
        </fieldset>
      </Card>
      <Card title="Reading">
        <div className={css.choices}>
          <Checkbox
            label="Show dates instead of how long ago something was"
            checked={timeStyle === 'absolute'}
            onChange={(event) => setTimeStyle(event.target.checked ? 'absolute' : 'relative')}
          />
        </div>
      </Card>
    </ProfilePage>
  )
}
