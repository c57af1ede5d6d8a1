/** The letters that a text is meant to be read as: without invisible signs between them, without look-alikes of other scripts, without markup. */
export const plainLetters = (text: string): string => {
  const visible = ascii.test(text)
    ? text
    : withoutLookalikes(text.normalize('NFKC').replace(invisible, ''))
        .replace(/[‘’ʼ]/g, "'")
        .replace(/[“”„«»]/g, '"')
  return joinSpelled(visible.replace(/[*_`~]+/g, '').replace(/\s+/g, ' '))
}

/** As long as before. */
export const withoutLookalikes = (text: string): string =>
  text.replace(mixedWord, (word) => word.replace(/[\u0370-\u04ff]/g, (letter) => lookalikes[letter] ?? letter))

// Letters of two alphabets in one word: nobody writes so but to be overlooked.
const mixedWord = /(?=\p{L}*[a-zA-Z])(?=\p{L}*[\u0370-\u04ff])\p{L}+/gu
const ascii = /^\p{ASCII}*$/u
/** Zero-width signs, soft hyphens, bidirectional controls, variation selectors, tag characters. */
export const invisible =
  /\u00ad|\u034f|\u061c|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180f]|[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u206f]|[\ufe00-\ufe0f]|\ufeff|[\u{e0000}-\u{e0fff}]/gu

const lookalikes: Readonly<Record<string, string>> = Object.fromEntries(
  [...'аaеeоoрpсcуyхxіiѕsјjԁdһhӏlΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνvАAВBЕEКKМMНHОOРPСCТTХX'.matchAll(/(.)(.)/gu)].map(([, one, other]) => [one!, other!]),
)

// "i g n o r e": single letters with one sign between them are one word.
const joinSpelled = (text: string): string =>
  text.replace(/(?<![\p{L}\p{N}])(?:\p{L}[ .\-_]){4,40}\p{L}(?![\p{L}\p{N}])/gu, (spelled) => spelled.replace(/[ .\-_]/g, ''))
