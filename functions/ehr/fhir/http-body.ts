/** The largest answer read into memory: a page of 200 resources is far below it. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The body as parsed JSON; undefined when empty. Throws when it is cut off, too large or not JSON. */
export async function readJson(response: Response): Promise<unknown> {
  if (response.body === null) return undefined;
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  const stream: AsyncIterable<Uint8Array> = response.body;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw new Error("too large");
    text += decoder.decode(chunk, { stream: true });
  }
  text += decoder.decode();
  return text === "" ? undefined : JSON.parse(text);
}
