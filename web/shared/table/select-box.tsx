// The box by which a row is selected: the browser's own, drawn as those of the forms. There is one in every row, and it is to cost next to nothing.
import { type ChangeEvent, useEffect, useRef } from 'react';
import classes from './select-box.module.css';

type SelectBoxProps = {
  readonly says: string;
  readonly checked: boolean;
  /** Some of what it stands for is selected. */
  readonly some?: boolean;
  readonly focusable?: boolean;
  /** `range` = with Shift held: from the one touched before. */
  readonly onSelect: (range: boolean) => void;
};

export function SelectBox({ says, checked, some = false, focusable = true, onSelect }: SelectBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = some;
  }, [some]);
  const change = ({ nativeEvent }: ChangeEvent) => onSelect('shiftKey' in nativeEvent && nativeEvent.shiftKey === true);
  return <input ref={box} type="checkbox" className={classes.box} tabIndex={focusable ? 0 : -1} aria-label={says} checked={checked} onChange={change} />;
}
