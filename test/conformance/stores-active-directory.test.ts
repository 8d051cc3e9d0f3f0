// The port of user stores, on a real Samba as an Active Directory over LDAPS.
import { startSambaImplementation } from './outside/samba.ts';
import { conformsAsUserStore } from './stores.ts';

conformsAsUserStore('Samba AD', () => startSambaImplementation({ seeded: 60 }));
