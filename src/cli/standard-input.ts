// Standard input, as much of it as is wanted. Used by commands that are piped into.
// Does not know what it reads.

/** The rest is read and dropped, so that whoever writes it is not stopped half-way. */
export async function beginningOf(input: AsyncIterable<Buffer | string>, charactersMax: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of input) {
    if (text.length < charactersMax) text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  }
  return text.slice(0, charactersMax);
}
