// Before anything is painted, so that a page in the other theme than the system's does not flash.
try {
  const theme = localStorage.getItem('mishap.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is switched off: the system's theme it is.
}
