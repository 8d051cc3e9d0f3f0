// Whether these words start a server, which needs what is built. Asked before anything else is loaded.
export function servesNow([word, ...others]: readonly string[]): boolean {
  return word === 'serve' && !others.includes('--help') && !others.includes('-h');
}
