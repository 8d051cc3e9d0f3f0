// The sign-in page in small, light and dark, with the colours that the server will draw: the same functions choose them.
import type { CSSProperties } from 'react';
import { type Look, type Shades, shadesOfLook } from '#applications/look-contract.ts';
import { look as say } from '../../shared/strings/applications.ts';
import classes from './applications.module.css';

type Props = { readonly look: Look; readonly called: string };

export function LookPreview({ look, called }: Props) {
  const shades = shadesOfLook(look);
  return (
    <figure className={classes.preview} aria-label={say.preview}>
      {(['light', 'dark'] as const).map((scheme) => (
        <SmallPage key={scheme} scheme={scheme} shades={shades[scheme]} look={look} called={called} />
      ))}
    </figure>
  );
}

/** Variables of the stylesheet beside this file. */
const asVariables = ({ canvas, accent, on }: Shades): CSSProperties => ({ '--page': canvas, '--button': accent, '--on-button': on }) as CSSProperties;

/** Nothing in it can be used: it is a picture, read out as one. */
function SmallPage({ scheme, shades, look, called }: Props & { readonly scheme: 'light' | 'dark'; readonly shades: Shades }) {
  const { signIn, userName, password, forgotten, help, terms } = say.sample;
  const links = [look.help && help, look.terms && terms].filter((one) => one !== '');
  return (
    <div>
      <figcaption>{say.schemes[scheme]}</figcaption>
      <div className={classes.page} data-scheme={scheme} style={asVariables(shades)} aria-hidden="true">
        <div className={classes.mark}>
          <img src={look.logo === '' ? '/sign-in/reeve.svg' : `/sign-in/logo/${look.logo}`} height={20} alt="" />
          {called}
        </div>
        <div className={classes.card}>
          <strong>{signIn}</strong>
          <span>{userName}</span>
          <i />
          <span>{password}</span>
          <i />
          <b>{signIn}</b>
        </div>
        <p>
          <u>{forgotten}</u>
        </p>
        {links.length > 0 && (
          <p>
            {links.map((one) => (
              <u key={one}>{one}</u>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}
