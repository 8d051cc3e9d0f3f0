// Sets the colours before the first paint, so that nothing flashes. A file and not an inline script, because the content policy allows only files.
(() => {
  let chosen = 'auto';
  try {
    chosen = localStorage.getItem('reeve-scheme') ?? 'auto';
  } catch {
    // Storage is shut: the system's preference holds.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
