import { useState } from 'react'
import { Card, Checkbox } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { KEY_GROUPS } from '../provider/keys.js'
import { KeyList } from '../shell/key-list.js'
import { ProfilePage } from './profile-page.js'
import css from './shortcuts-screen.module.css'

/** Every key of the app, and the switch for those who need their keys for something else. */
export function ShortcutsScreen() {
  const { shortcuts } = useMishap()
  const [isOn, setIsOn] = useState(shortcuts.isEnabled())
  return (
    <ProfilePage title="Shortcuts">
      <Checkbox
        label="Single keys do something, in this browser"
        checked={isOn}
        onChange={(event) => {
          shortcuts.setEnabled(event.target.checked)
          setIsOn(event.target.checked)
        }}
      />
      <div className={css.groups}>
        {KEY_GROUPS.map(({ name, keys }) => (
          <Card key={name} title={name} className={css.group}>
            <KeyList shortcuts={Object.values(keys)} />
          </Card>
        ))}
      </div>
    </ProfilePage>
  )
}
