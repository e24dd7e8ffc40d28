/**
 * Works through a list in chunks that lie side by side, `atOnce` of them at a time, and hands over each outcome in the
 * order of the list. Chunks get smaller towards the end, so that all workers finish together; one worker gets one chunk.
 */
export async function inChunks<Item, Outcome>(
  items: readonly Item[],
  atOnce: number,
  work: (chunk: readonly Item[]) => Promise<Outcome>,
  take: (outcome: Outcome, chunk: readonly Item[]) => void,
): Promise<void> {
  const chunks: (readonly Item[])[] = [];
  for (let from = 0; from < items.length; from += chunks.at(-1)!.length) {
    const rest = items.length - from;
    chunks.push(items.slice(from, from + (atOnce === 1 ? rest : Math.ceil(rest / (4 * atOnce)))));
  }
  const outcomes: Outcome[] = [];
  let started = 0;
  let taken = 0;
  const hand = async () => {
    while (started < chunks.length) {
      const at = started++;
      outcomes[at] = await work(chunks[at]!);
      while (taken in outcomes) take(outcomes[taken]!, chunks[taken++]!);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, hand));
}
