const isGzip = async (file: Blob): Promise<boolean> => {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  return first === 0x1f && second === 0x8b
}

// Below this the server takes it as fast as it is compressed.
const leastBytes = 4_000_000

/** A log shrinks to a tenth or less on its way, so that larger ones fit. */
export const compressed = async (file: Blob): Promise<Blob> =>
  file.size < leastBytes || (await isGzip(file)) ? file : new Response(file.stream().pipeThrough(new CompressionStream('gzip'))).blob()

export const unpacked = async (file: Blob): Promise<ReadableStream<Uint8Array>> =>
  (await isGzip(file)) ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream()
