// Before anything is drawn, so that nothing flashes.
try {
  const theme = localStorage.getItem('answerable.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is off: the system's colours.
}
