// A note fits into one op of 64 kB whatever its letters: three bytes for each, and a third more for base64.
export const maxNoteLength = 15_000;
