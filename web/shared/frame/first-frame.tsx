// Until it is known who is signed in: what first-frame.html has shown already, so that nothing moves when the app begins.
import { frame as say } from '../strings/frame.ts';
import { MarkSign } from './mark.tsx';
import { Waiting } from './states.tsx';

export function FirstFrame() {
  return (
    <div className="first-frame">
      <div className="first-side">
        <MarkSign />
        <span>{say.product}</span>
      </div>
      <Waiting />
    </div>
  );
}
