// A mail as it would look. Its HTML is shown in a frame that runs nothing and loads nothing; what it says of its looks is left to mail programs, since this page lets nothing style inline.
import type { OutputOf } from '#contract.ts';
import type { previewTemplate } from '#mail/contract.ts';
import { mail } from '../../shared/strings/mail.ts';
import classes from './mail.module.css';

const say = mail.texts;

export function Preview({ letter }: { readonly letter: OutputOf<typeof previewTemplate> }) {
  return (
    <section className={classes.preview} aria-label={say.preview}>
      <h3 className={classes.subject}>{letter.subject}</h3>
      <pre className={classes.plain}>{letter.text}</pre>
      <iframe className={classes.frame} title={say.frame} sandbox="" srcDoc={bare(letter.html)} />
    </section>
  );
}

function bare(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const found of page.querySelectorAll('style, link, script, img')) found.remove();
  for (const found of page.querySelectorAll('[style]')) found.removeAttribute('style');
  return page.documentElement.outerHTML;
}
