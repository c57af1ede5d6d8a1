/** Words from outside on a terminal, in one line: nothing in them moves the cursor, changes a colour, turns text around or hides what follows. */
export const terminalText = (text: string): string => text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
