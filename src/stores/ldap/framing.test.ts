import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cases } from '../../../test/effort.ts';
import * as ber from '../../../test/servers/scripted-directory.ts';
import { BerReader, headOf, Malformed } from './ber.ts';
import { type Frame, Framing } from './framing.ts';
import { dnInBeginning, readResponse } from './response.ts';

const mebibyte = 1024 * 1024;

/** Cuts bytes where it is told, and gives what comes out. */
function framesOf(bytes: Buffer, cuts: readonly number[], bytesMax = mebibyte): readonly Frame[] {
  const framing = new Framing(() => bytesMax);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).flatMap((end, n) => [...framing.push(bytes.subarray(places[n], end))]);
}

describe('A stream of messages', () => {
  it('comes out the same, wherever it was cut', () => {
    const messages = fc.array(fc.tuple(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.uint8Array({ maxLength: 300 })), { maxLength: 20 });
    fc.assert(
      fc.property(messages, fc.array(fc.nat(), { maxLength: 40 }), (sent, cuts) => {
        const bytes = sent.map(([id, content]) => ber.message(id, ber.octets(Buffer.from(content))));
        const frames = framesOf(Buffer.concat(bytes), cuts);
        assert.deepEqual(
          frames.map((frame) => [frame.id, frame.whole, frame.bytes]),
          sent.map(([id], n) => [id, true, bytes[n]]),
        );
      }),
      { numRuns: cases(300) },
    );
  });

  it('keeps only the beginning of what is too large, and goes on with the next', () => {
    const large = ber.entry(7, 'uid=eve,dc=example', { mail: ['x'.repeat(3 * mebibyte)] });
    const frames = framesOf(Buffer.concat([large, ber.done(8)]), [10, 5_000, mebibyte, 2 * mebibyte]);
    assert.deepEqual(
      frames.map(({ id, whole }) => [id, whole]),
      [
        [7, false],
        [8, true],
      ],
    );
    assert.ok((frames[0]?.bytes.length ?? 0) <= 4_096);
    assert.equal(dnInBeginning(frames[0]?.bytes ?? Buffer.alloc(0)).toString(), 'uid=eve,dc=example');
  });

  it('is read byte by byte as well as whole', () => {
    const bytes = Buffer.concat([ber.entry(3, 'dc=example', { dc: ['example'] }), ber.donePage(3, 'cookie')]);
    const framing = new Framing(() => mebibyte);
    const frames = [...bytes].flatMap((byte) => [...framing.push(Buffer.from([byte]))]);
    assert.deepEqual(frames, framesOf(bytes, []));
    assert.ok(framing.empty);
  });
});

describe('Bytes that are no message', () => {
  it('throw Malformed and nothing else, and come to an end', () => {
    const honest = Buffer.concat([ber.entry(1, 'dc=example', { dc: ['example', 'two'] }), ber.donePage(1, 'cookie')]);
    const spoiled = fc.array(fc.tuple(fc.nat({ max: honest.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 });
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      spoiled.map((changes) => {
        const bytes = Buffer.from(honest);
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(any, fc.array(fc.nat(), { maxLength: 5 }), (bytes, cuts) => {
        try {
          for (const { bytes: message } of framesOf(bytes, cuts)) {
            const response = readResponse(message);
            if (response.kind === 'entry') for (const values of response.entry.attributes.values()) assert.ok([...values].length <= message.length);
          }
        } catch (fault) {
          assert.ok(fault instanceof Malformed, String(fault));
        }
      }),
      { numRuns: cases(2_000) },
    );
  });

  it('a length is never read as negative, nor beyond four octets', () => {
    assert.deepEqual(headOf(Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff])), { tag: 0x30, headBytes: 6, contentBytes: 0xffff_ffff });
    assert.throws(() => headOf(Buffer.from([0x30, 0x85, 0, 0, 0, 0, 1])), Malformed);
    assert.throws(() => new BerReader(Buffer.from([0x04, 0x84, 0xff, 0xff, 0xff, 0xff])).take(0x04), Malformed);
  });
});
