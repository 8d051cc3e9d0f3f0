// One of Node's ticks, kept for as long as the process lives. Imported before anything else, for what it does.
// Node makes a tick by a literal with computed names, and V8 learns of such a literal once which shapes it goes through. Values that are cleared away while no tick waits take
// those shapes along: the next tick has others, V8 counts them as too many, and each tick costs three times as much from then on – a tenth of what a server answers, in
// one start of ten. A shape that something has is not cleared away.
import { createHook } from 'node:async_hooks';

const kept: object[] = [];

const hook = createHook({
  trackPromises: false,
  init: (_id, type, _cause, tick) => {
    if (type === 'TickObject') kept.push(tick);
  },
}).enable();
process.nextTick(() => kept);
hook.disable();
