/** Bytes that are no whole character, as tokenizers write them: `<0xF0>`; those of ASCII as themselves. */
export const byteText = (bytes: readonly number[]): string =>
  bytes.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`)).join('')
