// Argon2id, Argon2i and Argon2d as PHC strings (RFC 9106). Computed where Reeve's own are, in the same bounded queue.
import { Refusal } from '#errors.ts';
import { bounds, within } from './bounds.ts';
import { type ReadFormat, UnreadableHash } from './format.ts';

const written = /^\$argon2(?:id|i|d)\$(?:v=(?:16|19)\$)?m=(\d{1,10}),t=(\d{1,10}),p=(\d{1,8})\$[A-Za-z0-9+/]{8,128}={0,2}\$[A-Za-z0-9+/]{11,700}={0,2}$/;

export const readArgon2: ReadFormat = (text, { hashing }) => {
  if (!text.startsWith('$argon2')) return null;
  const [, memory, passes, lanes] = written.exec(text) ?? [];
  if (!memory) throw new UnreadableHash('It begins like Argon2 and is not written as Argon2 is.');
  const kib = within(Number(memory), 'Its memory in KiB', { min: 8, max: bounds.argon2KibMax });
  const times = within(Number(passes), 'Its number of passes', { max: bounds.argon2PassesMax });
  within(Number(lanes), 'Its number of lanes', { max: bounds.argon2LanesMax });
  within(kib * times, 'Its memory times its passes', { max: bounds.argon2WorkKibMax });
  return async (password) => {
    try {
      return await hashing.verify(text, password.toString('utf8'));
    } catch (fault) {
      if (fault instanceof Refusal) throw fault;
      throw new UnreadableHash('It is written as Argon2 is, and a part of it cannot be read.');
    }
  };
};
